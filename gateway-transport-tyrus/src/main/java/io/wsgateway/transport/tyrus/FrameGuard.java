package io.wsgateway.transport.tyrus;

import io.wsgateway.model.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a client's frame header has to keep, checked on the header alone: what breaks one is refused before
 * anything of it is buffered. Knows whether a fragmented message is under way and how long it is.
 */
final class FrameGuard {
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int MASK_BYTES = 4;

    private final int messageBytes;
    private boolean fragmented;
    private long message;

    FrameGuard(int messageBytes) {
        this.messageBytes = messageBytes;
    }

    /** Bytes in the header that begins with these two. */
    static int headerBytes(byte second) {
        int code = second & 0x7F;
        return 2 + MASK_BYTES + (code == LENGTH_64 ? 8 : code == LENGTH_16 ? 2 : 0);
    }

    /** The payload's length, which is negative where its highest bit is set. */
    static long length(byte[] bytes, int at) {
        int code = bytes[at + 1] & 0x7F;
        int size = code == LENGTH_64 ? 8 : code == LENGTH_16 ? 2 : 0;
        long length = size == 0 ? code : 0;
        for (int i = 0; i < size; i++) {
            length = (length << 8) | (bytes[at + 2 + i] & 0xFF);
        }
        return length;
    }

    /** What the first two bytes of a frame break; null where they break nothing. */
    @Nullable
    CloseReason start(byte first, byte second) {
        int opcode = first & 0xF;
        boolean last = (first & Opcode.FIN) != 0;
        if ((first & Opcode.RESERVED) != 0 || (second & Opcode.MASK) == 0) {
            return CloseReason.PROTOCOL_ERROR;
        }
        return switch (opcode) {
            case Opcode.CONTINUATION -> fragmented ? null : CloseReason.PROTOCOL_ERROR;
            case Opcode.TEXT -> fragmented ? CloseReason.PROTOCOL_ERROR : null;
            case Opcode.BINARY -> fragmented ? CloseReason.PROTOCOL_ERROR : CloseReason.BINARY;
            case Opcode.CLOSE, Opcode.PING, Opcode.PONG ->
                last && (second & 0x7F) <= Opcode.CONTROL_BYTES ? null : CloseReason.PROTOCOL_ERROR;
            default -> CloseReason.PROTOCOL_ERROR;
        };
    }

    /** Takes note of a data frame, whose start was right, and of what its length breaks. */
    @Nullable
    CloseReason data(boolean last, byte code, long length) {
        int form = code & 0x7F;
        boolean shortest = form < LENGTH_16 || length >= (form == LENGTH_16 ? LENGTH_16 : 1 << 16);
        if (length < 0 || !shortest) {
            return CloseReason.PROTOCOL_ERROR;
        }
        if (length > messageBytes - message) {
            return CloseReason.TOO_BIG;
        }
        message = last ? 0 : message + length;
        fragmented = !last;
        return null;
    }
}
