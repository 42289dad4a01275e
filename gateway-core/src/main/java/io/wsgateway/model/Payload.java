package io.wsgateway.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * One valid JSON object in strictly valid UTF-8, as a view of the bytes that it came in; the bytes are never changed.
 * Whoever makes one vouches for its validity ({@code Envelope} checks what comes from outside): bad UTF-8 in here would
 * close every receiver.
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below; a copy per event would cost
public record Payload(byte[] bytes, int offset, int length) {
    public Payload {
        requireNonNull(bytes, "bytes");
        if (offset < 0 || length < 0 || offset > bytes.length - length) {
            throw new IndexOutOfBoundsException(offset + "+" + length + " of " + bytes.length);
        }
    }

    public static Payload of(byte[] json) {
        return new Payload(json, 0, json.length);
    }

    /** The payload of a JSON text. */
    public static Payload of(String json) {
        return of(json.getBytes(UTF_8));
    }

    /** Copies all bytes into {@code into}, from {@code at} on, and returns the index after them. */
    public int copyTo(byte[] into, int at) {
        System.arraycopy(bytes, offset, into, at, length);
        return at + length;
    }

    /** Equal bytes, wherever they lie. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that
                && Arrays.equals(bytes, offset, offset + length, that.bytes, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /** The JSON text. */
    @Override
    public String toString() {
        return new String(bytes, offset, length, UTF_8);
    }
}
