package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** Percent-encoding of a part of a URI (RFC 3986, 2.1) in UTF-8. A plus stands for itself. */
final class PercentEncoding {
    private PercentEncoding() {}

    /** Empty for half an escape, or bytes that are no text. */
    static Optional<String> decode(String encoded) {
        try {
            ByteBuffer bytes = UTF_8.newEncoder().encode(CharBuffer.wrap(encoded));
            ByteBuffer decoded = ByteBuffer.allocate(bytes.remaining());
            while (bytes.hasRemaining()) {
                byte next = bytes.get();
                if (next != '%') {
                    decoded.put(next);
                    continue;
                }
                int value = bytes.remaining() < 2 ? -1 : hex(bytes.get()) << 4 | hex(bytes.get());
                if (value < 0) {
                    return Optional.empty();
                }
                decoded.put((byte) value);
            }
            return Optional.of(UTF_8.newDecoder().decode(decoded.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static int hex(byte digit) {
        return digit < 0 ? -1 : Character.digit(digit, 16);
    }
}
