package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Text and numbers as Redis has them. */
final class RedisText {
    private RedisText() {}

    /** What a reply says. */
    static String of(Object reply) {
        return reply instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(reply);
    }

    /** A number as an argument. */
    static byte[] number(long number) {
        return Long.toString(number).getBytes(UTF_8);
    }
}
