package io.wsgateway.auth;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/** Ed25519 (RFC 8032, RFC 8037) by the JDK. */
final class Ed25519 {
    static final int SIGNATURE_BYTES = 64;

    private static final String NAME = "Ed25519";
    private static final int KEY_BYTES = 32;

    private Ed25519() {}

    /**
     * The key whose coded form this is: y, little-endian, with the lowest bit of x as the topmost one.
     *
     * @throws GeneralSecurityException if it is none
     */
    static PublicKey key(byte[] coded) throws GeneralSecurityException {
        if (coded.length != KEY_BYTES) {
            throw new GeneralSecurityException("an Ed25519 key has 32 bytes");
        }
        byte[] y = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            y[i] = coded[KEY_BYTES - 1 - i];
        }
        boolean odd = y[0] < 0;
        y[0] &= 0x7F;
        EdECPoint point = new EdECPoint(odd, new BigInteger(1, y));
        return KeyFactory.getInstance(NAME).generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }

    static boolean verify(PublicKey key, byte[] signed, byte[] signature) throws GeneralSecurityException {
        Signature check = Signature.getInstance(NAME);
        check.initVerify(key);
        check.update(signed);
        return check.verify(signature);
    }
}
