package io.wsgateway.transport.tyrus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * Collects a request's head as it comes, at most as many bytes as are allowed, and refuses at once what can't become one: so
 * that a client which speaks something else, such as TLS, needn't wait for a deadline. Lines end with CRLF and nothing else
 * (RFC 9112, 2.2): what two parsers could take for two different requests is none.
 */
final class HeadBuffer {
    private static final int FIRST_HELD = 256;

    private final int limit;
    /** The lines so far, each with its LF and without its CR. */
    private byte[] held = new byte[0];

    private int size;
    private int lineStart;
    /** Bytes that came, line ends and leading empty lines too. */
    private int seen;

    private boolean cr;

    /** @param limit bytes from the first to the end of the empty line */
    HeadBuffer(int limit) {
        this.limit = limit;
    }

    /**
     * Takes what has come.
     *
     * @return the index of the first byte after the head, or -1 while it isn't complete
     */
    int add(byte[] bytes, int from, int to) throws RefusedRequest {
        for (int at = from; at < to; at++) {
            if (seen++ == limit) {
                throw new RefusedRequest(tooLong());
            }
            if (take(bytes[at])) {
                return at + 1;
            }
        }
        return -1;
    }

    /** The head's lines, once it is complete: the request line and the header fields. */
    String[] lines() {
        return new String(held, 0, size - 1, ISO_8859_1).split("\n", -1);
    }

    /** Whether the head is complete with this byte. */
    private boolean take(byte next) throws RefusedRequest {
        if (next == '\n') {
            if (!cr) {
                throw malformed("lines must end with CRLF");
            }
            cr = false;
            return lineEnded();
        }
        if (cr) {
            throw malformed("lines must end with CRLF");
        }
        if (next == '\r') {
            cr = true;
        } else if ((next >= 0 && next < ' ' && next != '\t') || next == 0x7F) {
            throw malformed("not an HTTP request in plain text");
        } else {
            hold(next);
        }
        return false;
    }

    private boolean lineEnded() {
        boolean empty = size == lineStart;
        if (empty) {
            // RFC 9112, 2.2: an empty line before the request is passed over.
            return size > 0;
        }
        hold((byte) '\n');
        lineStart = size;
        return false;
    }

    private void hold(byte next) {
        if (size == held.length) {
            held = Arrays.copyOf(held, Math.max(FIRST_HELD, Math.min(limit, 2 * size)));
        }
        held[size++] = next;
    }

    private HttpAnswer tooLong() {
        return lineStart == 0
                ? HttpAnswer.of(414, "The request line is too long: at most " + limit + " bytes are taken.")
                : HttpAnswer.of(
                        431,
                        "The request's headers are too long: at most " + limit
                                + " bytes are taken (send fewer or shorter cookies).");
    }

    private static RefusedRequest malformed(String what) {
        return new RefusedRequest(HttpAnswer.malformed(what));
    }
}
