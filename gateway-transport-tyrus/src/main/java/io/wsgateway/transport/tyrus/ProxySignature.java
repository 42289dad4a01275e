package io.wsgateway.transport.tyrus;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Tells whether a connection begins as a header of the PROXY protocol does, of either version. */
final class ProxySignature {
    private static final byte[] TEXT = "PROXY ".getBytes(US_ASCII);
    private static final byte[] BINARY = "\r\n\r\n\0\r\nQUIT\n".getBytes(US_ASCII);

    private byte[] form = TEXT;
    private int seen;
    private boolean differs;

    /** Takes bytes until that is known; returns the index of the first that wasn't taken. */
    int add(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && !differs && !isComplete()) {
            if (seen == 0 && bytes[at] == BINARY[0]) {
                form = BINARY;
            }
            if (bytes[at] == form[seen]) {
                seen++;
                at++;
            } else {
                differs = true;
            }
        }
        return at;
    }

    /** Known: it is another one's beginning. */
    boolean differs() {
        return differs;
    }

    /** Known: it is a header's. */
    boolean isComplete() {
        return seen == form.length;
    }

    /** Of version 1, once it is complete; else of version 2. */
    boolean isText() {
        return form == TEXT;
    }

    /** All that was taken. */
    byte[] taken() {
        return Arrays.copyOf(form, seen);
    }
}
