package io.wsgateway.transport.tyrus;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.nio.NIOTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection's socket and its place on a selector thread. Any thread, except where stated. */
final class NioSocket implements OutboundQueue.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(NioSocket.class);

    private final NIOConnection connection;

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

    /** Runs this on the connection's selector thread, never inside this call; not at all once that has stopped. */
    void execute(Runnable task) {
        NIOTransport transport = (NIOTransport) connection.getTransport();
        transport
                .getSelectorHandler()
                .enque(
                        connection.getSelectorRunner(),
                        () -> {
                            task.run();
                            return true;
                        },
                        null);
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
        connection.terminateSilently();
    }

    private void disable(IOEvent event) {
        try {
            connection.disableIOEvent(event);
        } catch (IOException e) {
            LOG.debug("{} could not be switched off", event, e);
        }
    }

    private SocketChannel channel() {
        return (SocketChannel) connection.getChannel();
    }
}
