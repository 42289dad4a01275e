package io.wsgateway.launcher.http;

import io.wsgateway.model.Printable;
import io.wsgateway.spi.HeapRoom;
import io.wsgateway.spi.LogThrottle;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes newcomers. Where there is no memory for one, or no file descriptor, they wait in the kernel's queue until
 * {@link #resume}. Belongs to the loop's thread.
 */
final class Acceptor implements Closeable {
    /** In a turn. */
    private static final int NEWCOMERS = 32;
    /** Connections that are closed where the process has no file descriptor left. */
    private static final int CLOSED_FOR_DESCRIPTORS = 8;

    private static final int BACKLOG = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    /** Makes a connection of a socket that doesn't block. What it throws costs that socket. */
    @FunctionalInterface
    interface Newcomers {
        void take(SocketChannel socket, SelectionKey key) throws IOException;
    }

    private final LogThrottle refused = new LogThrottle(Duration.ofMinutes(1));
    private final Selector selector;
    private final Clients clients;
    private final BooleanSupplier hasRoom;
    private final LongSupplier nanoTime;
    private final ServerSocketChannel server;
    private final SelectionKey listening;
    /** On its way to become a client, or failed there. */
    private @Nullable SocketChannel accepted;

    /**
     * Listens.
     *
     * @param hasRoom whether there is memory for a newcomer
     * @throws IOException when it can't; nothing is left open then
     */
    Acceptor(Selector selector, InetSocketAddress at, Clients clients, BooleanSupplier hasRoom, LongSupplier nanoTime)
            throws IOException {
        this.selector = selector;
        this.clients = clients;
        this.hasRoom = hasRoom;
        this.nanoTime = nanoTime;
        if (at.isUnresolved()) {
            throw new UnknownHostException(at.getHostString());
        }
        server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(at, BACKLOG);
            server.configureBlocking(false);
            listening = server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.socket().getLocalSocketAddress();
    }

    boolean isMine(SelectionKey key) {
        return key == listening;
    }

    /** Takes those that wait. A throw costs the one that it was about, which {@link #resume} closes. */
    void accept(Newcomers newcomers) throws IOException {
        for (int i = 0; i < NEWCOMERS && accepted == null; i++) {
            if (!hasRoom.getAsBoolean()) {
                pause(HeapRoom.NONE);
                return;
            }
            try {
                accepted = server.accept();
            } catch (IOException e) {
                clients.makeRoom(CLOSED_FOR_DESCRIPTORS);
                pause(e.getMessage() + ". Some that are idle are closed. Raise ulimit -n where it is too low");
                return;
            }
            if (accepted == null) {
                return;
            }
            // Before whatever needs memory: without any, a JDK leaves a blocking socket open when it closes it.
            accepted.configureBlocking(false);
            newcomers.take(accepted, accepted.register(selector, 0));
            accepted = null;
        }
    }

    /** Takes nobody until {@link #resume}. */
    void pause() {
        listening.interestOps(0);
    }

    private void pause(String reason) {
        pause();
        if (refused.add(nanoTime.getAsLong()) > 0) {
            LOG.warn("New HTTP connections wait: {}", Printable.of(reason));
        }
    }

    /** Takes newcomers again, where there is memory for them; to be called several times a second. */
    void resume() throws IOException {
        if (!hasRoom.getAsBoolean()) {
            return;
        }
        SocketChannel failed = accepted;
        if (failed != null) {
            // Before, as in Client.
            SelectionKey key = failed.keyFor(selector);
            if (key != null) {
                key.cancel();
            }
            failed.close();
            accepted = null;
        }
        listening.interestOps(SelectionKey.OP_ACCEPT);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
