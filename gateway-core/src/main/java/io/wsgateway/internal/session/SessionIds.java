package io.wsgateway.internal.session;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;

/** Names of sessions: 128 random bits, because whoever knows one may be believed to be that session. */
public final class SessionIds {
    private static final SecureRandom RANDOM = new SecureRandom();

    private SessionIds() {}

    static long random() {
        return RANDOM.nextLong();
    }

    /** A name's bits. */
    record Id(long high, long low) {}

    /** @throws IllegalArgumentException for what can't be one */
    static Id parse(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        return new Id(bytes.getLong(), bytes.getLong());
    }

    static String text(long high, long low) {
        byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
