package io.wsgateway.launcher.http;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.glassfish.grizzly.nio.ChannelConfigurator;
import org.glassfish.grizzly.nio.NIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sockets from when they are accepted until their connections are {@link Clients}: what fails in between, for want of memory
 * for example, leaves nobody else who would close them. Thread-safe.
 */
final class Newcomers implements ChannelConfigurator {
    private static final Logger LOG = LoggerFactory.getLogger(Newcomers.class);

    private final Map<SelectableChannel, Long> lateAt = new ConcurrentHashMap<>();
    private final Duration patience;
    private final LongSupplier nanoTime;

    Newcomers(Duration patience, LongSupplier nanoTime) {
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    @Override
    public void preConfigure(NIOTransport transport, SelectableChannel channel) throws IOException {
        if (channel instanceof SocketChannel socket) {
            // Before whatever needs memory: without any, a JDK leaves a blocking socket open when it closes it.
            socket.configureBlocking(false);
            try {
                lateAt.put(socket, nanoTime.getAsLong() + patience.toNanos());
            } catch (Throwable e) {
                close(socket);
                throw e;
            }
        }
        TCPNIOTransport.DEFAULT_CHANNEL_CONFIGURATOR.preConfigure(transport, channel);
    }

    @Override
    public void postConfigure(NIOTransport transport, SelectableChannel channel) throws IOException {
        TCPNIOTransport.DEFAULT_CHANNEL_CONFIGURATOR.postConfigure(transport, channel);
    }

    /** Somebody else looks after it from now on. */
    void known(SelectableChannel channel) {
        lateAt.remove(channel);
    }

    /** Closes those that nobody came to know. */
    void cutLate(long now) {
        lateAt.forEach((channel, late) -> {
            if (now - late >= 0) {
                close(channel);
                lateAt.remove(channel);
            }
        });
    }

    static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A socket could not be closed in order", e);
        }
    }
}
