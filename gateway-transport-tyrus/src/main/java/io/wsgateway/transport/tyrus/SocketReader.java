package io.wsgateway.transport.tyrus;

import static java.util.Objects.requireNonNull;

import io.wsgateway.model.CloseReason;
import io.wsgateway.spi.Transport.Receiver;
import jakarta.websocket.CloseReason.CloseCodes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reading half of a connection: runs on its selector thread, the only one that calls the receiver. Text goes straight
 * to the receiver, control frames through Tyrus.
 */
final class SocketReader implements FrameReader.Inbound {
    private static final Logger LOG = LoggerFactory.getLogger(SocketReader.class);
    private static final FaultLog FAULTS = new FaultLog();

    /** One read. Bytes that a paused connection keeps are never more. */
    private static final int SCRATCH = 16 << 10;

    private static final ThreadLocal<byte[]> SCRATCHES = ThreadLocal.withInitial(() -> new byte[SCRATCH]);

    private final Outbound outbound;
    private final NioSocket socket;
    private final FrameReader frames;
    private volatile boolean wanted = true;
    private @Nullable Receiver receiver;
    private org.glassfish.tyrus.spi.@Nullable Connection tyrus;
    private @Nullable ConnectionPermit permit;
    private byte @Nullable [] leftover;
    private boolean heldBack;
    private boolean pongUnsent;
    private boolean discarding;
    private boolean ended;
    private boolean told;

    /** The writing half. Belongs to the connection's owner, who is handed its tasks, except where stated. */
    interface Outbound {

        /** Any thread: who is served, for the log. */
        InetSocketAddress peer();

        /** The socket takes more. */
        void writable();

        /** Answers a ping with this frame. */
        void pong(byte[] frame);

        /** Any thread: the end begins, with this code unless it has one already; it may take the linger time. */
        void ending(int closeCode);

        /** Lets out what was accepted, then this close frame. Without effect on a connection that is ending. */
        void closeWith(int closeCode, byte[] frame);

        /** The client has finished its output too. */
        void inputEnded();

        /** Selector thread: nothing comes or leaves any more. Returns the code that the end began with. */
        int ended();

        /** The connection has ended: lets go of what waits. */
        void release();
    }

    SocketReader(Outbound outbound, NioSocket socket, int messageBytes) {
        this.outbound = outbound;
        this.socket = socket;
        frames = new FrameReader(messageBytes, this);
    }

    /** Before the gateway is told of it: what Tyrus and the transport have opened for this connection. */
    void join(org.glassfish.tyrus.spi.Connection session, ConnectionPermit taken) {
        tyrus = session;
        permit = taken;
    }

    /** The connection is open. */
    void open(Receiver opened) {
        receiver = opened;
    }

    /** Takes what came together with the handshake. */
    void take(byte[] early) {
        take(early, 0, early.length);
    }

    /** Any thread. */
    void reading(boolean on) {
        wanted = on;
        if (on) {
            socket.execute(this::resume);
        }
    }

    @Override
    public boolean paused() {
        return discarding || !wanted || pongUnsent;
    }

    /** There are bytes to read, or the end of them. */
    void readable() {
        if (!discarding && (heldBack || paused())) {
            socket.stopReading();
            return;
        }
        byte[] bytes = SCRATCHES.get();
        ByteBuffer scratch = ByteBuffer.wrap(bytes);
        if (leftover != null) {
            scratch.put(leftover);
            leftover = null;
        }
        try {
            if (socket.read(scratch) < 0) {
                inputEnded();
            } else if (!discarding) {
                take(bytes, 0, scratch.position());
            }
        } catch (IOException e) {
            socket.cut(false);
        }
    }

    /** The socket takes more. */
    void socketWritable() {
        socket.writableSeen();
        receiver().onOwner(outbound::writable);
    }

    /** The queue is below half of its limit. */
    void writable() {
        if (!ended) {
            receiver().onWritable();
        }
    }

    @Override
    public void text(ByteBuffer utf8) {
        receiver().onText(utf8);
    }

    @Override
    public void control(int opcode, byte[] payload) {
        if (opcode != Opcode.PONG) {
            requireNonNull(tyrus, "tyrus")
                    .getReadHandler()
                    .handle(ByteBuffer.wrap(ControlFrames.frame(opcode, payload)));
        }
    }

    @Override
    public void broken(CloseReason reason) {
        LOG.debug("client {} is closed: {}", outbound.peer(), reason);
        closing(reason.code(), ControlFrames.close(reason));
    }

    /** Tyrus answers a ping. Until that has left nothing more is read: pings can't pile up. */
    void pong(byte[] frame) {
        pongUnsent = true;
        receiver().onOwner(() -> outbound.pong(frame));
    }

    void pongLeft() {
        pongUnsent = false;
        resume();
    }

    /** Tyrus answers the client's close, or refuses a bad one. */
    void closing(int code, byte[] frame) {
        if (!ended) {
            outbound.ending(code);
            discardInput();
            receiver().onOwner(() -> outbound.closeWith(code, frame));
        }
    }

    /** From now on what comes is thrown away, up to the end of the stream. */
    void discardInput() {
        if (!discarding && !ended) {
            discarding = true;
            leftover = null;
            frames.release();
            socket.startReading();
        }
    }

    /** The socket is closed: the last thing that happens. After a throw it is called again, and goes on. */
    void closed() {
        if (told) {
            return;
        }
        ended = true;
        discarding = true;
        leftover = null;
        frames.release();
        int code = outbound.ended();
        forgetSession();
        if (receiver != null) {
            tell(receiver, code);
        }
        requireNonNull(permit, "permit").release();
        told = true;
    }

    private void tell(Receiver listener, int code) {
        try {
            listener.onOwner(outbound::release);
            listener.onClosed(code);
        } catch (RuntimeException e) {
            FAULTS.say("The end of a connection was refused", e);
        }
    }

    /** Once: closes what Tyrus holds. */
    private void forgetSession() {
        org.glassfish.tyrus.spi.Connection session = tyrus;
        tyrus = null;
        try {
            if (session != null) {
                session.close(new jakarta.websocket.CloseReason(CloseCodes.GOING_AWAY, null));
            }
        } catch (RuntimeException e) {
            FAULTS.say("Tyrus could not close a session", e);
        }
    }

    private void resume() {
        if (heldBack && !paused()) {
            byte[] held = requireNonNull(leftover, "leftover");
            heldBack = false;
            leftover = null;
            take(held, 0, held.length);
        }
        if (!paused() && !ended) {
            socket.startReading();
        }
    }

    private void take(byte[] bytes, int from, int to) {
        int at = frames.read(bytes, from, to);
        if (at < to && !discarding) {
            leftover = Arrays.copyOfRange(bytes, at, to);
            // Not whether it is paused: that may have ended meanwhile, and then nobody would come back for these.
            heldBack = frames.stopped();
        }
    }

    private void inputEnded() {
        if (discarding) {
            socket.stopReading();
            receiver().onOwner(outbound::inputEnded);
        } else {
            socket.cut(false);
        }
    }

    private Receiver receiver() {
        return requireNonNull(receiver, "receiver");
    }
}
