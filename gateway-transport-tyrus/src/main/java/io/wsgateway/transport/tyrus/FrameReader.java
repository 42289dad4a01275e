package io.wsgateway.transport.tyrus;

import io.wsgateway.model.CloseReason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes a client's bytes apart: whole text messages and whole control frames come out, the first broken rule ends it.
 * Holds a buffer only while a message is incomplete.
 */
final class FrameReader {
    private static final int FIRST_HELD = 256;

    private final FrameGuard guard;
    private final int messageBytes;
    private final Inbound inbound;

    private boolean inFrame;
    private boolean last;
    private int remaining;
    private int mask;
    private byte @Nullable [] held;
    private int heldBytes;
    private boolean stopped;

    /** What comes in. Called from {@link #read} only. */
    interface Inbound {

        /** Whether nothing more is wanted for now. */
        boolean paused();

        /** A whole message in valid UTF-8; the buffer is reused after the call. */
        void text(ByteBuffer utf8);

        /** A close, ping or pong, unmasked. */
        void control(int opcode, byte[] payload);

        /** The client broke a rule: nothing more comes. */
        void broken(CloseReason reason);
    }

    FrameReader(int messageBytes, Inbound inbound) {
        this.messageBytes = messageBytes;
        this.inbound = inbound;
        guard = new FrameGuard(messageBytes);
    }

    /**
     * Reads until the bytes end or the receiver pauses, changing them on the way.
     *
     * @return the index of the first byte not taken, to be offered again with what follows
     */
    int read(byte[] bytes, int from, int to) {
        int at = from;
        stopped = false;
        while (!inbound.paused()) {
            if (inFrame) {
                if (at == to && remaining > 0) {
                    return at;
                }
                at = payload(bytes, at, to);
            } else {
                int next = header(bytes, at, to);
                if (next == at) {
                    return at;
                }
                at = next;
            }
        }
        stopped = true;
        return at;
    }

    /** Whether the last read ended because the receiver paused, and not for want of bytes. */
    boolean stopped() {
        return stopped;
    }

    /** Drops what is incomplete. */
    void release() {
        held = null;
        heldBytes = 0;
    }

    private int header(byte[] bytes, int at, int to) {
        if (to - at < 2) {
            return at;
        }
        CloseReason broken = guard.start(bytes[at], bytes[at + 1]);
        if (broken != null) {
            broken(broken);
            return to;
        }
        int size = FrameGuard.headerBytes(bytes[at + 1]);
        if (to - at < size) {
            return at;
        }
        long length = FrameGuard.length(bytes, at);
        int opcode = bytes[at] & 0xF;
        int key = key(bytes, at + size - 4);
        if (Opcode.isControl(opcode)) {
            return to - at - size < length ? at : control(opcode, key, bytes, at + size, (int) length);
        }
        last = (bytes[at] & Opcode.FIN) != 0;
        broken = guard.data(last, bytes[at + 1], length);
        if (broken != null) {
            broken(broken);
            return to;
        }
        inFrame = true;
        remaining = (int) length;
        mask = key;
        return at + size;
    }

    private int control(int opcode, int key, byte[] bytes, int at, int length) {
        unmask(bytes, at, length, key);
        inbound.control(opcode, Arrays.copyOfRange(bytes, at, at + length));
        return at + length;
    }

    private int payload(byte[] bytes, int at, int to) {
        int size = Math.min(remaining, to - at);
        unmask(bytes, at, size, mask);
        mask = Integer.rotateLeft(mask, 8 * (size & 3));
        remaining -= size;
        inFrame = remaining > 0;
        boolean whole = last && !inFrame;
        if (whole && held == null) {
            return text(bytes, at, at + size) ? at + size : to;
        }
        byte[] message = hold(bytes, at, size);
        if (!whole) {
            return at + size;
        }
        int length = heldBytes;
        release();
        return text(message, 0, length) ? at + size : to;
    }

    private boolean text(byte[] bytes, int from, int to) {
        if (!Utf8.isValid(bytes, from, to)) {
            broken(CloseReason.BAD_UTF8);
            return false;
        }
        inbound.text(ByteBuffer.wrap(bytes, from, to - from));
        return true;
    }

    private byte[] hold(byte[] bytes, int at, int size) {
        int needed = heldBytes + size;
        byte[] into = held == null ? new byte[0] : held;
        if (into.length < needed || held == null) {
            into = Arrays.copyOf(into, Math.min(messageBytes, Math.max(FIRST_HELD, Math.max(needed, 2 * into.length))));
        }
        System.arraycopy(bytes, at, into, heldBytes, size);
        held = into;
        heldBytes = needed;
        return into;
    }

    private void broken(CloseReason reason) {
        release();
        inbound.broken(reason);
    }

    private static int key(byte[] bytes, int at) {
        return (bytes[at] << 24)
                | ((bytes[at + 1] & 0xFF) << 16)
                | ((bytes[at + 2] & 0xFF) << 8)
                | (bytes[at + 3] & 0xFF);
    }

    private static void unmask(byte[] bytes, int at, int length, int key) {
        for (int i = 0; i < length; i++) {
            bytes[at + i] ^= (byte) (key >>> (24 - 8 * (i & 3)));
        }
    }
}
