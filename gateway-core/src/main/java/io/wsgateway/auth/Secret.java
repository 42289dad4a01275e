package io.wsgateway.auth;

/** The rule for an HS256 secret. */
final class Secret {
    private static final int MIN_BYTES = 32;

    private Secret() {}

    /** A copy of the secret, as nobody else may change it. */
    static byte[] checked(byte[] secret) {
        if (secret.length < MIN_BYTES) {
            throw new IllegalArgumentException("An HS256 secret needs " + MIN_BYTES
                    + " bytes or more, and this one has " + secret.length + ". Make one with: openssl rand -base64 48");
        }
        return secret.clone();
    }
}
