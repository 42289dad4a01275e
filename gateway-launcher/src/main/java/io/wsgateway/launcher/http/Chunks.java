package io.wsgateway.launcher.http;

import java.io.ByteArrayOutputStream;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.http.HttpBrokenContentException;

/**
 * Takes the chunks of a body apart (RFC 9112, 7.1), byte by byte and however they are cut. Strict, since a proxy in front may
 * see other limits between requests where anything is guessed: lines end in CRLF and nothing else. Extensions and trailer fields
 * are passed over. One thread at a time.
 */
final class Chunks {
    /** Hexadecimal digits of a chunk's size: no number of so many is more than a long holds. */
    private static final int DIGITS = 15;
    /** Bytes of all extensions and trailer fields of a body. */
    private static final int REST = 16 << 10;

    private enum Next {
        SIZE,
        BLANKS,
        EXTENSION,
        LINE_END,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_FIELD,
        TRAILER_LF,
        LAST_LF,
        NOTHING
    }

    private Next next = Next.SIZE;
    private int digits;
    private long size;
    private int rest = REST;

    /**
     * Takes what has come, up to the body's end.
     *
     * @return the body's bytes among it
     * @throws HttpBrokenContentException where it isn't as it has to be
     */
    byte[] take(Buffer input) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(input.remaining());
        while (input.hasRemaining() && !ended()) {
            if (next == Next.DATA) {
                data(input, body);
            } else {
                step(input.get());
            }
        }
        return body.toByteArray();
    }

    /** Whether the body is whole. */
    boolean ended() {
        return next == Next.NOTHING;
    }

    private void data(Buffer input, ByteArrayOutputStream body) {
        byte[] piece = new byte[(int) Math.min(size, input.remaining())];
        input.get(piece);
        body.write(piece, 0, piece.length);
        size -= piece.length;
        if (size == 0) {
            next = Next.DATA_CR;
        }
    }

    private void step(byte b) {
        next = switch (next) {
            case SIZE -> size(b);
            case BLANKS -> afterSize(b);
            case EXTENSION -> b == '\r' ? Next.LINE_END : passedOver(b, Next.EXTENSION);
            case LINE_END -> expect(b, '\n', size == 0 ? Next.TRAILER : Next.DATA);
            case DATA_CR -> expect(b, '\r', Next.DATA_LF);
            case DATA_LF -> newChunk(b);
            case TRAILER -> b == '\r' ? Next.LAST_LF : passedOver(b, Next.TRAILER_FIELD);
            case TRAILER_FIELD -> b == '\r' ? Next.TRAILER_LF : passedOver(b, Next.TRAILER_FIELD);
            case TRAILER_LF -> expect(b, '\n', Next.TRAILER);
            case LAST_LF -> expect(b, '\n', Next.NOTHING);
            case DATA, NOTHING -> throw new IllegalStateException(next.toString());
        };
    }

    private Next size(byte b) {
        int digit = b >= 0 ? Character.digit(b, 16) : -1;
        if (digit < 0) {
            return digits == 0 ? broken("a chunk has no size") : afterSize(b);
        }
        if (++digits > DIGITS) {
            return broken("a chunk's size has too many digits");
        }
        size = size << 4 | digit;
        return Next.SIZE;
    }

    private Next afterSize(byte b) {
        return switch (b) {
            case '\r' -> Next.LINE_END;
            case ';' -> passedOver(b, Next.EXTENSION);
            case ' ', '\t' -> passedOver(b, Next.BLANKS);
            default -> broken("a chunk's size isn't a number");
        };
    }

    private Next newChunk(byte b) {
        digits = 0;
        size = 0;
        return expect(b, '\n', Next.SIZE);
    }

    private Next passedOver(byte b, Next then) {
        if ((b >= 0 && b < ' ' && b != '\t') || b == 0x7F) {
            return broken("a control character in a chunk's extension or a trailer field");
        }
        return rest-- > 0 ? then : broken("the chunks' extensions and trailer fields are too long");
    }

    private static Next expect(byte b, char wanted, Next then) {
        return b == wanted ? then : broken("a line has to end in CR LF");
    }

    private static Next broken(String what) {
        throw new HttpBrokenContentException(what);
    }
}
