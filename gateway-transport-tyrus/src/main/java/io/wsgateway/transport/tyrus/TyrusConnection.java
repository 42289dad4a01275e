package io.wsgateway.transport.tyrus;

import io.wsgateway.model.CloseReason;
import io.wsgateway.protocol.Frame;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.Transport.Limits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The writing half of a connection, which belongs to its owner; {@link SocketReader} is the other, on the selector
 * thread, and knows this one as {@link SocketReader.Outbound} only. What one half wants of the other it hands over as a task.
 */
final class TyrusConnection implements Connection, SocketReader.Outbound {
    /** An aborted connection gets no longer than this for its half-written frame and its close frame. */
    private static final Duration ABORT = Duration.ofSeconds(1);

    private static final int ABRUPT = 1006;

    private final NioSocket socket;
    private final Limits limits;
    private final Deadlines deadlines;
    private final SocketReader reader;
    private final OutboundQueue queue = new OutboundQueue();
    private final AtomicInteger code = new AtomicInteger();
    private volatile Handshake handshake;
    private volatile boolean allSent;
    private volatile boolean ended;

    private boolean full;
    private boolean waiting;
    private boolean closing;
    private boolean owesPong;
    private boolean inputEnded;

    TyrusConnection(Handshake handshake, Limits limits, NioSocket socket, Deadlines deadlines) {
        this.handshake = handshake;
        this.limits = limits;
        this.socket = socket;
        this.deadlines = deadlines;
        reader = new SocketReader(this, socket, limits.messageBytes());
    }

    SocketReader reader() {
        return reader;
    }

    @Override
    public InetSocketAddress peer() {
        return handshake.peer();
    }

    @Override
    public Handshake handshake() {
        return handshake;
    }

    @Override
    public Offer offer(Frame frame) {
        if (closing || ended) {
            return Offer.CLOSED;
        }
        try {
            if (queue.offer(frame, limits.queuedBytes())) {
                return Offer.ACCEPTED;
            }
            full = true;
            return Offer.FULL;
        } catch (Throwable e) {
            failed(e);
            return Offer.CLOSED;
        }
    }

    @Override
    public void flush() {
        if (!waiting) {
            advance();
        }
    }

    @Override
    public long queuedBytes() {
        return ended ? 0 : queue.bytes();
    }

    @Override
    public long sentBytes() {
        return queue.sentBytes();
    }

    @Override
    public void reading(boolean on) {
        try {
            reader.reading(on);
        } catch (Throwable e) {
            socket.failed(e);
        }
    }

    @Override
    public void close(CloseReason reason) {
        try {
            closeWith(reason.code(), ControlFrames.close(reason));
        } catch (Throwable e) {
            failed(e);
        }
    }

    @Override
    public void abort(CloseReason reason) {
        if (ended) {
            return;
        }
        try {
            queue.abandon();
            ending(reason.code(), limits.linger().compareTo(ABORT) < 0 ? limits.linger() : ABORT);
            if (!closing) {
                closing = true;
                queue.close(ControlFrames.close(reason));
            }
            advance();
        } catch (Throwable e) {
            failed(e);
        }
    }

    @Override
    public void closeWith(int closeCode, byte[] frame) {
        if (closing || ended) {
            return;
        }
        closing = true;
        try {
            queue.close(frame);
            ending(closeCode);
            flush();
        } catch (Throwable e) {
            failed(e);
        }
    }

    @Override
    public void pong(byte[] frame) {
        if (!closing && !ended) {
            queue.pong(frame);
            owesPong = true;
            flush();
        }
    }

    @Override
    public void writable() {
        waiting = false;
        advance();
    }

    @Override
    public void inputEnded() {
        inputEnded = true;
        try {
            leaveIfDone();
        } catch (Throwable e) {
            failed(e);
        }
    }

    @Override
    public void release() {
        queue.clear();
    }

    @Override
    public void ending(int closeCode) {
        ending(closeCode, limits.linger());
    }

    private void ending(int closeCode, Duration within) {
        code.compareAndSet(0, closeCode);
        deadlines.set(this, within, () -> socket.execute(() -> socket.cut(!allSent)));
        socket.execute(reader::discardInput);
    }

    @Override
    public int ended() {
        code.compareAndSet(0, ABRUPT);
        ended = true;
        deadlines.clear(this);
        return code.get();
    }

    /** Lets go of query and headers, which would stay for the connection's life. */
    void forgetRequest(URI path) {
        handshake = new Handshake(handshake.peer(), path, Map.of());
    }

    private void advance() {
        if (ended) {
            return;
        }
        try {
            if (queue.writeTo(socket)) {
                if (closing && !allSent) {
                    socket.finishOutput();
                    allSent = true;
                    leaveIfDone();
                }
            } else if (!waiting) {
                waiting = true;
                socket.awaitWritable();
            }
            tellReader();
        } catch (IOException e) {
            lost();
        } catch (Throwable e) {
            failed(e);
        }
    }

    private void tellReader() {
        if (full && queue.bytes() < limits.queuedBytes() / 2) {
            full = false;
            socket.execute(reader::writable);
        }
        if (owesPong && !queue.hasPong()) {
            owesPong = false;
            socket.execute(reader::pongLeft);
        }
    }

    private void leaveIfDone() {
        if (inputEnded && allSent) {
            socket.execute(() -> socket.cut(false));
        }
    }

    private void lost() {
        try {
            closing = true;
            queue.clear();
            code.compareAndSet(0, ABRUPT);
            socket.execute(() -> socket.cut(true));
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Whatever went wrong here, most likely for want of memory, costs this connection and not its owner. */
    private void failed(Throwable fault) {
        closing = true;
        queue.clear();
        code.compareAndSet(0, ABRUPT);
        socket.failed(fault);
    }
}
