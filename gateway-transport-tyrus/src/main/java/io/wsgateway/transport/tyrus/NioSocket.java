package io.wsgateway.transport.tyrus;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.nio.NIOTransport;
import org.glassfish.grizzly.nio.SelectorHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection's socket and its place on a selector thread. Any thread, except where stated. */
final class NioSocket implements OutboundQueue.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(NioSocket.class);

    private final NIOConnection connection;

    /** What serves a connection: its processor. */
    interface Handler {

        /** Any thread: the connection is not served any more. Takes no memory, of which there may be none. */
        void condemn();

        /**
         * The socket is closed or about to be; on the selector thread, perhaps several times: again after it threw, and once
         * more when the socket is closed.
         */
        void closed(NIOConnection connection);
    }

    /** Cuts what is condemned, on the selector threads: their loop. */
    interface Reaper {

        /** Any thread: a connection was condemned for this. Counting it takes no memory. */
        void condemned(Throwable fault);
    }

    NioSocket(NIOConnection connection) {
        this.connection = connection;
    }

    /** Reads what is there: -1 at the end of the stream. */
    int read(ByteBuffer into) throws IOException {
        return channel().read(into);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return channel().write(bytes);
    }

    /** Says that nothing more will be written: the client reads to the end and leaves. */
    void finishOutput() throws IOException {
        channel().shutdownOutput();
    }

    /** Asks to be told when the socket takes more. */
    void awaitWritable() throws IOException {
        connection.enableIOEvent(IOEvent.WRITE);
    }

    /** Selector thread only. */
    void writableSeen() {
        disable(IOEvent.WRITE);
    }

    void startReading() {
        try {
            connection.enableIOEvent(IOEvent.READ);
        } catch (IOException e) {
            LOG.debug("reading could not be resumed", e);
        }
    }

    /** Selector thread only. */
    void stopReading() {
        disable(IOEvent.READ);
    }

    /**
     * Runs this on the connection's selector thread, never inside this call; not at all once that has stopped. What it throws
     * costs the connection.
     */
    void execute(Runnable task) {
        selectors(connection)
                .enque(
                        connection.getSelectorRunner(),
                        () -> {
                            try {
                                task.run();
                            } catch (Throwable e) {
                                failed(connection, e);
                            }
                            return true;
                        },
                        null);
    }

    /** Any thread: the connection is condemned for a fault, also where there is no memory left to ask for that. */
    void failed(Throwable fault) {
        failed(connection, fault);
    }

    /**
     * Ends the connection; its processor is told before this returns. Selector thread only.
     *
     * @param reset whether the kernel throws away what hasn't left
     */
    void cut(boolean reset) {
        if (reset) {
            try {
                channel().setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                LOG.debug("connection had gone before it was cut", e);
            }
        }
        // Told first: once the socket is closed nobody would come back for what couldn't be told.
        if (connection.getProcessor() instanceof Handler handler) {
            handler.closed(connection);
        }
        terminate();
    }

    /** Closes the socket whatever happens. Selector thread only. */
    void terminate() {
        try {
            connection.terminateSilently();
        } finally {
            try {
                close(channel());
            } finally {
                // Or the selector would keep a socket whose closing failed half-way for want of memory.
                SelectionKey key = connection.getSelectionKey();
                if (key != null) {
                    key.cancel();
                }
            }
        }
    }

    /** Hears of no more events. Selector thread only. */
    void ignore() {
        disable(IOEvent.READ);
        disable(IOEvent.WRITE);
    }

    static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("a socket could not be closed in order", e);
        }
    }

    /** Any thread: this connection is condemned for a fault. */
    static void failed(NIOConnection connection, Throwable fault) {
        if (connection.getProcessor() instanceof Handler handler) {
            handler.condemn();
        }
        ((Reaper) selectors(connection)).condemned(fault);
    }

    private void disable(IOEvent event) {
        try {
            connection.disableIOEvent(event);
        } catch (IOException e) {
            LOG.debug("{} could not be switched off", event, e);
        }
    }

    private static SelectorHandler selectors(NIOConnection connection) {
        return ((NIOTransport) connection.getTransport()).getSelectorHandler();
    }

    private SocketChannel channel() {
        return (SocketChannel) connection.getChannel();
    }
}
