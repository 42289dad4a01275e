package io.wsgateway.launcher.http;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A socket for Jetty to read from and write to. Belongs to its loop's thread. */
final class Client extends AbstractEndPoint {
    /** Bytes of an answer per system call: a JDK copies all that it is given first. */
    private static final int PIECE = 64 << 10;
    /** Bytes that a turn of the loop writes at most, so that nobody has it alone. */
    private static final int TURN_BYTES = 4 * PIECE;
    /** Bytes that are read on and dropped from a client that leaves, so that it gets to see its last answer. */
    private static final int DROPPED_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Client.class);

    private final SocketChannel socket;
    private final SelectionKey key;
    private final Deadline deadline;
    private final BooleanSupplier hasRoom;
    private final ByteBuffer dropped;

    /** One read per turn of the loop: or a client that sends without pause would have it alone. */
    private boolean mayRead;

    private int mayWrite = TURN_BYTES;
    private int mayDrop = DROPPED_BYTES;
    /** Its client said that it sends no more. */
    private boolean hasEnded;
    /** Nothing more is read or written. */
    private boolean cut;

    private int unsentBytes;

    /**
     * @param hasRoom whether there is memory to close it
     * @param dropped for what nobody reads any more; several clients may have the same
     */
    Client(
            SocketChannel socket,
            SelectionKey key,
            Scheduler scheduler,
            Deadline deadline,
            BooleanSupplier hasRoom,
            ByteBuffer dropped) {
        super(scheduler);
        this.socket = socket;
        this.key = key;
        this.deadline = deadline;
        this.hasRoom = hasRoom;
        this.dropped = dropped;
    }

    Deadline deadline() {
        return deadline;
    }

    /** Ends it where it is late, and what its end left open where there was no memory for that. */
    void endWhereLate(long now) {
        if (cut) {
            closeSocket();
        } else if (deadline.hasPassed(now)) {
            boolean body = deadline.phase() == Deadline.Phase.BODY;
            if (body) {
                // To answer it; where that comes to nothing it is late once more.
                deadline.serving();
            }
            if (!body || !getFillInterest().onFail(new TimeoutException("the body is late"))) {
                cut();
            }
        }
    }

    /** Ends it at once, whatever is still to be sent or read. */
    void cut() {
        cut = true;
        close();
        closeSocket();
    }

    boolean hasSocket() {
        return socket.isOpen();
    }

    /** Whether its socket is closed, and the selector has it no more. */
    boolean isGone() {
        return !socket.isOpen() && !socket.isRegistered();
    }

    private void closeSocket() {
        cut = true;
        if (!hasRoom.getAsBoolean()) {
            return;
        }
        // Before: a JDK that finds no memory while it closes a socket never comes to this by itself, and leaves it
        // open.
        key.cancel();
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A socket could not be closed in order", e);
        }
    }

    /** Bytes of its answer that its system hasn't taken yet. */
    int unsentBytes() {
        return unsentBytes;
    }

    /** The selector found it ready for what it waits for. */
    void ready() {
        if (!isOpen()) {
            drop();
            return;
        }
        int ready = key.readyOps();
        key.interestOps(key.interestOps() & ~ready);
        mayWrite = TURN_BYTES;
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            getWriteFlusher().completeWrite();
        }
        if ((ready & SelectionKey.OP_READ) != 0) {
            mayRead = true;
            getFillInterest().fillable();
        }
    }

    /** Jetty reads behind what is in the buffer, and asks to be told of more where it gets 0. */
    @Override
    public int fill(ByteBuffer buffer) {
        if (isInputShutdown()) {
            return -1;
        }
        if (!mayRead) {
            return 0;
        }
        mayRead = false;
        int before = buffer.remaining();
        int read = read(buffer);
        if (read < 0) {
            hasEnded = true;
            shutdownInput();
        } else if (deadline.phase() == Deadline.Phase.IDLE && beginsHead(buffer, before)) {
            deadline.head();
        }
        return read;
    }

    /** Whether there is more than empty lines, which some send after a request. */
    private static boolean beginsHead(ByteBuffer buffer, int from) {
        for (int i = buffer.position() + from; i < buffer.limit(); i++) {
            if (buffer.get(i) != '\r' && buffer.get(i) != '\n') {
                return true;
            }
        }
        return false;
    }

    private int read(ByteBuffer buffer) {
        int position = BufferUtil.flipToFill(buffer);
        try {
            return socket.read(buffer);
        } catch (IOException reset) {
            return -1;
        } finally {
            BufferUtil.flipToFlush(buffer, position);
        }
    }

    /** Reads on from who has its last answer: a socket that is closed with something unread may take the answer back. */
    private void drop() {
        dropped.clear();
        int read;
        try {
            read = socket.read(dropped);
        } catch (IOException reset) {
            read = -1;
        }
        mayDrop -= read;
        if (read < 0 || mayDrop < 0) {
            closeSocket();
        }
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        if (mayWrite > 0) {
            mayWrite -= write(buffers);
        }
        int unsent = 0;
        for (ByteBuffer buffer : buffers) {
            unsent += buffer.remaining();
        }
        unsentBytes = unsent;
        return unsent == 0;
    }

    private int write(ByteBuffer... buffers) throws EofException {
        ByteBuffer last = buffers[buffers.length - 1];
        int end = last.limit();
        last.limit(Math.min(end, last.position() + PIECE));
        try {
            return (int) socket.write(buffers);
        } catch (IOException reset) {
            throw new EofException(reset);
        } finally {
            last.limit(end);
        }
    }

    @Override
    protected void needsFillInterest() {
        key.interestOps(key.interestOps() | SelectionKey.OP_READ);
    }

    @Override
    protected void onIncompleteFlush() {
        key.interestOps(key.interestOps() | SelectionKey.OP_WRITE);
    }

    @Override
    protected void doShutdownOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException gone) {
            LOG.debug("An end could not be told", gone);
        }
    }

    /** Tells the client, and waits for its end for a while, so that it gets to see its last answer. */
    @Override
    protected void doClose() {
        doShutdownOutput();
        if (cut || hasEnded) {
            closeSocket();
        } else {
            deadline.leaving();
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        unsentBytes = 0;
        super.onClose(cause);
        Connection connection = getConnection();
        if (connection != null) {
            connection.onClose(cause);
        }
    }

    @Override
    public Object getTransport() {
        return socket;
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return socket.socket().getLocalSocketAddress();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return socket.socket().getRemoteSocketAddress();
    }
}
