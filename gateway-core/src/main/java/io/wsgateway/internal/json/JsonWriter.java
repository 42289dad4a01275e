package io.wsgateway.internal.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.wsgateway.model.Payload;
import java.util.Arrays;
import java.util.Collection;

/** A JSON object in the making, in a growing array: for texts whose size nobody knows beforehand. */
public final class JsonWriter {
    private byte[] bytes = new byte[256];
    private int size;
    private boolean first = true;

    /** Opens the object itself, or one as the value of the last {@link #name}. */
    public JsonWriter open() {
        put('{');
        first = true;
        return this;
    }

    public JsonWriter close() {
        put('}');
        first = false;
        return this;
    }

    public JsonWriter name(String name) {
        if (!first) {
            put(',');
        }
        first = false;
        literal(name);
        put(':');
        return this;
    }

    public JsonWriter text(String value) {
        literal(value);
        return this;
    }

    public JsonWriter texts(Collection<String> values) {
        put('[');
        boolean next = false;
        for (String value : values) {
            if (next) {
                put(',');
            }
            literal(value);
            next = true;
        }
        put(']');
        return this;
    }

    public JsonWriter number(long value) {
        return raw(Long.toString(value));
    }

    public JsonWriter bool(boolean value) {
        return raw(value ? "true" : "false");
    }

    public JsonWriter none() {
        return raw("null");
    }

    /** A value that is JSON already. */
    public JsonWriter json(Payload value) {
        reserve(value.length());
        size = value.copyTo(bytes, size);
        return this;
    }

    public int size() {
        return size;
    }

    public byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** What is written so far is the first {@link #size} of these; not to be changed. */
    public byte[] array() {
        return bytes;
    }

    private JsonWriter raw(String ascii) {
        byte[] more = ascii.getBytes(US_ASCII);
        reserve(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
        return this;
    }

    private void literal(String text) {
        reserve(JsonStrings.size(text));
        size = JsonStrings.write(text, bytes, size);
    }

    private void put(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
