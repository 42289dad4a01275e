package io.wsgateway.sync.redis;

import io.wsgateway.spi.TlsTrouble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Makes the sockets to one server, with TLS where it is wanted. Not Jedis' own way: that differs from version to version, and in
 * some of them a certificate for another host is taken.
 */
final class Sockets implements JedisSocketFactory {
    private final HostAndPort server;
    private final int timeoutMillis;
    private final @Nullable Tls tls;
    private final Consumer<Socket> connected;

    /** What TLS connections are made with. */
    record Tls(SSLContext context, SSLParameters parameters) {
        /** Certificates have to be for the host, unless the parameters name another algorithm or an empty one. */
        static Tls of(SSLContext context, @Nullable SSLParameters given) {
            SSLParameters parameters = given == null ? new SSLParameters() : given;
            if (parameters.getEndpointIdentificationAlgorithm() == null) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            return new Tls(context, parameters);
        }
    }

    /** @param connected told of each TCP connection before TLS: closing that ends whatever waits for it, at once */
    Sockets(HostAndPort server, int timeoutMillis, @Nullable Tls tls, Consumer<Socket> connected) {
        this.server = server;
        this.timeoutMillis = timeoutMillis;
        this.tls = tls;
        this.connected = connected;
    }

    @Override
    public Socket createSocket() {
        Socket socket = null;
        try {
            socket = connect();
            connected.accept(socket);
            return tls == null ? socket : secured(socket, tls);
        } catch (IOException | RuntimeException | Error e) {
            closeQuietly(socket);
            if (e instanceof IOException reason) {
                throw new JedisConnectionException("No connection to " + server, reason);
            }
            throw unchecked(e);
        }
    }

    /** To the first of the host's addresses that takes it. */
    private Socket connect() throws IOException {
        IOException failure = null;
        for (InetAddress address : InetAddress.getAllByName(server.getHost())) {
            Socket socket = new Socket();
            try {
                socket.setKeepAlive(true);
                socket.setTcpNoDelay(true);
                socket.setSoLinger(true, 0);
                socket.setSoTimeout(timeoutMillis);
                socket.connect(new InetSocketAddress(address, server.getPort()), timeoutMillis);
                return socket;
            } catch (IOException e) {
                closeQuietly(socket);
                failure = failure == null ? e : failure;
            }
        }
        throw failure == null ? new IOException("The host has no address") : failure;
    }

    private Socket secured(Socket plain, Tls with) throws IOException {
        SSLSocket secured = (SSLSocket)
                with.context().getSocketFactory().createSocket(plain, server.getHost(), server.getPort(), true);
        secured.setSSLParameters(with.parameters());
        try {
            secured.startHandshake();
        } catch (SocketTimeoutException e) {
            throw new TlsTrouble.NoAnswer(e);
        }
        return secured;
    }

    private static RuntimeException unchecked(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return (RuntimeException) e;
    }

    private static void closeQuietly(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // It is of no use to anybody.
        }
    }
}
