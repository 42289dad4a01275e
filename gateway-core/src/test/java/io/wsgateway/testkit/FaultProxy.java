package io.wsgateway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Stands between somebody and a server on 127.0.0.1 and is what a network can be: cut, silent, slow, or open at one end only.
 * What it does to connections that stand it does at once; {@link #mend} makes it a plain wire again. Any thread.
 */
public final class FaultProxy implements AutoCloseable {
    /** The end of a half-open connection that notices nothing. */
    public enum End {
        CLIENT,
        SERVER
    }

    private final int target;
    private final ServerSocket listening;
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private final Weather weather = new Weather();
    private volatile boolean cut;

    /** @param target port of the server on 127.0.0.1; it needn't be there yet */
    public FaultProxy(int target) {
        this.target = target;
        try {
            listening = new ServerSocket(FreePort.next(), 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ProxiedConnection.spawn(this::accept);
    }

    /** Where clients connect, on 127.0.0.1. */
    public int port() {
        return listening.getLocalPort();
    }

    /** How many connections pass through it now. */
    public int connections() {
        return open.size();
    }

    /** Every connection ends in order (FIN), and new ones do at once, until {@link #mend}. */
    public void cut() {
        cut = true;
        each(ProxiedConnection::close);
    }

    /** Every connection breaks off (RST); new ones are fine. */
    public void reset() {
        each(ProxiedConnection::reset);
    }

    /**
     * Nothing passes, in neither direction, and nobody is told: as if packets were dropped, though a connection can still be
     * opened. {@link #mend} lets on what waits.
     */
    public void blackHole() {
        weather.hold();
    }

    /** Every connection ends, and only the other end learns of it; new ones are fine. */
    public void halfOpen(End unaware) {
        each(connection -> connection.halfClose(unaware));
    }

    /** Each piece of what passes arrives that much later, as on a long way with a window of 64 KiB. */
    public void delay(Duration later) {
        weather.delay(later);
    }

    /** So much passes, per connection and direction. */
    public void throttle(int bytesPerSecond) {
        weather.throttle(bytesPerSecond);
    }

    /** The next request that contains this text gets no answer: its connection ends instead. */
    public void loseAnswerTo(String text) {
        weather.loseAnswerTo(text);
    }

    /** A plain wire again, for connections that still stand and for new ones. */
    public void mend() {
        cut = false;
        weather.mend();
    }

    @Override
    public void close() {
        ProxiedConnection.closeQuietly(listening);
        weather.mend();
        each(ProxiedConnection::close);
    }

    private void each(Consumer<ProxiedConnection> fault) {
        open.forEach(fault);
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            ProxiedConnection.spawn(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        if (cut) {
            ProxiedConnection.closeQuietly(client);
            return;
        }
        Socket server;
        try {
            // Small buffers here: what isn't passed on soon stands at the server.
            server = new Socket();
            server.setReceiveBufferSize(ProxiedConnection.PIECE);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        } catch (IOException unreachable) {
            ProxiedConnection.closeQuietly(client);
            return;
        }
        ProxiedConnection connection = new ProxiedConnection(client, server, weather, open);
        connection.start();
        if (cut) {
            connection.close();
        }
    }
}
