package io.wsgateway.auth;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base64url as tokens have it: no padding, no blanks, and only the one spelling that an encoder gives. */
final class StrictBase64 {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private StrictBase64() {}

    /** The bytes; null where this isn't their spelling, such as with bits after the last byte that aren't 0. */
    static byte @Nullable [] decode(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return ENCODER.encodeToString(bytes).equals(text) ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
