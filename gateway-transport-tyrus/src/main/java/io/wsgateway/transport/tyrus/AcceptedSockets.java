package io.wsgateway.transport.tyrus;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.glassfish.grizzly.nio.ChannelConfigurator;
import org.glassfish.grizzly.nio.NIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.jspecify.annotations.Nullable;

/**
 * Sets a new socket's options, and a deadline for whatever may keep it from being registered with its selector: nobody else
 * knows of it until then. {@link NewSocketProcessor} takes over from here.
 */
final class AcceptedSockets implements ChannelConfigurator {
    private final int sendBufferBytes;
    private final Duration within;
    private final Deadlines deadlines;
    private @Nullable SocketChannel last;

    AcceptedSockets(int sendBufferBytes, Duration within, Deadlines deadlines) {
        this.sendBufferBytes = sendBufferBytes;
        this.within = within;
        this.deadlines = deadlines;
    }

    /** A JDK links what closes a socket when it closes the first one: which takes memory, so not while the heap is full. */
    static void rehearseClosing() throws IOException {
        SocketChannel first = SocketChannel.open();
        first.configureBlocking(false);
        first.close();
    }

    @Override
    public void preConfigure(NIOTransport transport, SelectableChannel channel) throws IOException {
        if (channel instanceof SocketChannel socket) {
            last = socket;
            // Before whatever needs memory: without any, a JDK leaves a blocking socket open when it closes it.
            socket.configureBlocking(false);
            deadlines.set(socket, within, () -> NioSocket.close(socket));
        }
        TCPNIOTransport.DEFAULT_CHANNEL_CONFIGURATOR.preConfigure(transport, channel);
    }

    @Override
    public void postConfigure(NIOTransport transport, SelectableChannel channel) throws IOException {
        TCPNIOTransport.DEFAULT_CHANNEL_CONFIGURATOR.postConfigure(transport, channel);
        if (channel instanceof SocketChannel socket) {
            socket.setOption(StandardSocketOptions.SO_SNDBUF, sendBufferBytes);
        }
    }

    /** Accepting thread only, like {@link #last}. */
    void begin() {
        last = null;
    }

    /** The one that was accepted since {@link #begin}; null where there was none. */
    @Nullable
    SocketChannel last() {
        return last;
    }
}
