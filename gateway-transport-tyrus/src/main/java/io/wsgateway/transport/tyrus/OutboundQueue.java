package io.wsgateway.transport.tyrus;

import io.wsgateway.protocol.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What waits to leave on one connection: shared frames, one pong, one close frame. Belongs to the connection's owner. As
 * many frames as fit leave in one system call; nothing is ever put inside a half-written frame.
 */
final class OutboundQueue {
    private static final int SCRATCH = 64 << 10;
    private static final int FEW = 8;
    private static final ThreadLocal<ByteBuffer> SCRATCHES =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(SCRATCH));

    private static final @Nullable Frame[] NONE = new Frame[0];

    private @Nullable Frame[] ring = NONE;
    private int head;
    private int count;
    private int headSent;
    private byte @Nullable [] pong;
    private int pongSent;
    private byte @Nullable [] close;
    private int closeSent;
    private long bytes;
    private long sentBytes;

    /** Where bytes go. */
    interface Sink {

        /** Takes what it can without blocking, and returns how much that was. */
        int write(ByteBuffer bytes) throws IOException;
    }

    /** Whether the frame was taken: below half of its limit the queue takes any. */
    boolean offer(Frame frame, long limit) {
        int size = frame.size();
        if (bytes >= limit / 2 && bytes + size > limit) {
            return false;
        }
        if (count == ring.length) {
            grow();
        }
        ring[(head + count) & (ring.length - 1)] = frame;
        count++;
        bytes += size;
        return true;
    }

    /** Puts a pong in front of the frames that haven't begun; only while there is none. */
    void pong(byte[] frame) {
        pong = frame;
        pongSent = 0;
    }

    boolean hasPong() {
        return pong != null;
    }

    /** Puts the last frame after everything. */
    void close(byte[] frame) {
        close = frame;
        closeSent = 0;
    }

    boolean isEmpty() {
        return count == 0 && pong == null && close == null;
    }

    /** Bytes of frames that haven't left. */
    long bytes() {
        return bytes;
    }

    /** All bytes that have left. */
    long sentBytes() {
        return sentBytes;
    }

    /** Drops every frame but one that is half on the wire. */
    void abandon() {
        int kept = headSent > 0 ? 1 : 0;
        while (count > kept) {
            Frame dropped = frame(count - 1);
            ring[(head + count - 1) & (ring.length - 1)] = null;
            count--;
            bytes -= dropped.size();
        }
        if (pongSent == 0) {
            pong = null;
        }
        release();
    }

    /** Drops everything. Takes no memory and never throws: whatever went wrong before, this is the way out. */
    void clear() {
        ring = NONE;
        head = 0;
        count = 0;
        headSent = 0;
        pong = null;
        pongSent = 0;
        close = null;
        bytes = 0;
    }

    /** Writes until the queue is empty, and returns whether it is: otherwise the sink is full. */
    boolean writeTo(Sink sink) throws IOException {
        ByteBuffer scratch = SCRATCHES.get();
        while (!isEmpty()) {
            scratch.clear();
            copyTo(scratch);
            scratch.flip();
            taken(sink.write(scratch));
            if (scratch.hasRemaining()) {
                return false;
            }
        }
        return true;
    }

    private void copyTo(ByteBuffer into) {
        int next = 0;
        if (headSent > 0) {
            frame(next++).copyTo(into, headSent);
        }
        if (pong != null) {
            into.put(pong, pongSent, Math.min(into.remaining(), pong.length - pongSent));
        }
        while (next < count && into.hasRemaining()) {
            frame(next++).copyTo(into, 0);
        }
        if (close != null) {
            into.put(close, closeSent, Math.min(into.remaining(), close.length - closeSent));
        }
    }

    private void taken(int total) {
        sentBytes += total;
        for (int left = total; left > 0; ) {
            if (headSent > 0 || (pong == null && count > 0)) {
                left -= takenOfHead(left);
            } else if (pong != null) {
                int n = Math.min(left, pong.length - pongSent);
                pongSent += n;
                left -= n;
                pong = pongSent == pong.length ? null : pong;
            } else if (close != null) {
                int n = Math.min(left, close.length - closeSent);
                closeSent += n;
                left -= n;
                close = closeSent == close.length ? null : close;
            }
        }
        release();
    }

    private int takenOfHead(int left) {
        int size = frame(0).size();
        int n = Math.min(left, size - headSent);
        headSent += n;
        bytes -= n;
        if (headSent == size) {
            ring[head] = null;
            head = (head + 1) & (ring.length - 1);
            count--;
            headSent = 0;
        }
        return n;
    }

    private Frame frame(int index) {
        Frame frame = ring[(head + index) & (ring.length - 1)];
        if (frame == null) {
            throw new IllegalStateException("no frame at " + index);
        }
        return frame;
    }

    private void grow() {
        @Nullable Frame[] larger = Arrays.copyOf(NONE, Math.max(FEW, 2 * ring.length));
        for (int i = 0; i < count; i++) {
            larger[i] = frame(i);
        }
        ring = larger;
        head = 0;
    }

    /** An idle connection keeps room for a few frames only. */
    private void release() {
        if (count == 0 && ring.length > FEW) {
            ring = NONE;
            head = 0;
        }
    }
}
