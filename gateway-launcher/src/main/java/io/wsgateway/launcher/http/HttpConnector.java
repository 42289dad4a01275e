package io.wsgateway.launcher.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a {@link Client} of a socket, and has Jetty speak HTTP on it. All on the loop's thread. */
final class HttpConnector extends AbstractConnector {
    static final int HEAD_BYTES = 16 << 10;

    /** Of a connection that has something to say: a pipeline is served from it before more is read. */
    private static final int READ_BYTES = 16 << 10;

    /** Of buffers that are kept for the next ones. */
    private static final int POOL_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(HttpConnector.class);

    private final Clients clients;
    private final HttpTimeouts timeouts;
    private final LongSupplier nanoTime;
    private final BooleanSupplier hasRoom;
    private final ByteBuffer dropped = ByteBuffer.allocateDirect(READ_BYTES);

    /** @param hasRoom whether there is memory, for a newcomer or to close somebody */
    HttpConnector(
            Server server, Clients clients, HttpTimeouts timeouts, LongSupplier nanoTime, BooleanSupplier hasRoom) {
        super(
                server,
                null,
                null,
                new ArrayByteBufferPool(0, -1, -1, Integer.MAX_VALUE, POOL_BYTES, POOL_BYTES),
                0,
                new HttpConnectionFactory(strict()));
        this.clients = clients;
        this.timeouts = timeouts;
        this.nanoTime = nanoTime;
        this.hasRoom = hasRoom;
        // Clients are timed elsewhere.
        setIdleTimeout(0);
    }

    /** Nothing is guessed: a proxy in front may see other limits between requests where anything is. */
    private static HttpConfiguration strict() {
        HttpConfiguration http = new HttpConfiguration();
        http.setHttpCompliance(HttpCompliance.STRICT);
        // Paths are compared as they are sent, so none is ambiguous here.
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setRequestHeaderSize(HEAD_BYTES);
        http.setInputBufferSize(READ_BYTES);
        http.setUseInputDirectByteBuffers(false);
        http.setUseOutputDirectByteBuffers(false);
        http.setSendServerVersion(false);
        return http;
    }

    /** Takes a newcomer, or tells him that there is no room. */
    void take(SocketChannel socket, SelectionKey key) throws IOException {
        if (!clients.hasRoom()) {
            refuse(socket);
            return;
        }
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        } catch (IOException gone) {
            LOG.debug("A newcomer went at once", gone);
        }
        Client client = new Client(socket, key, getScheduler(), new Deadline(timeouts, nanoTime), hasRoom, dropped);
        Connection connection = getDefaultConnectionFactory().newConnection(this, client);
        client.setConnection(connection);
        key.attach(client);
        clients.add(client);
        client.onOpen();
        connection.onOpen();
    }

    private static void refuse(SocketChannel socket) throws IOException {
        try {
            socket.write(NoRoom.answer());
            socket.shutdownOutput();
        } catch (IOException gone) {
            LOG.debug("A newcomer went at once", gone);
        }
        socket.close();
    }

    @Override
    protected void accept(int acceptor) {
        throw new UnsupportedOperationException("the loop does");
    }

    /** Not Jetty's. */
    @Override
    public @Nullable Object getTransport() {
        return null;
    }
}
