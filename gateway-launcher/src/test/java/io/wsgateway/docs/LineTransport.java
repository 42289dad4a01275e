package io.wsgateway.docs;

import io.wsgateway.spi.Handshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server of somebody's own with {@link CustomTransport} in it: one JSON message per line over TCP. It greets who is taken
 * with an empty line, and has two threads per client, which is enough to see the example at work.
 */
final class LineTransport extends CustomTransport {
    private final ServerSocket server;
    private final Set<LineClient> clients = ConcurrentHashMap.newKeySet();

    LineTransport() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @Override
    public void start(Acceptor gateway) {
        super.start(gateway);
        daemon(() -> accept(gateway.limits())).start();
    }

    @Override
    public Optional<InetSocketAddress> address() {
        return Optional.of((InetSocketAddress) server.getLocalSocketAddress());
    }

    @Override
    public void stopAccepting() {
        super.stopAccepting();
        try {
            server.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        stopAccepting();
        clients.forEach(LineClient::cut);
    }

    private void accept(Limits limits) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                var peer = (InetSocketAddress) socket.getRemoteSocketAddress();
                LineClient client = new LineClient(socket, new Handshake(peer, URI.create("/"), Map.of()), limits);
                clients.add(client);
                daemon(() -> serve(client)).start();
            } catch (IOException e) {
                // This client has gone again, or the server is closed.
            }
        }
    }

    private void serve(LineClient client) {
        if (open(client)) {
            client.serve();
        } else {
            client.cut();
        }
        clients.remove(client);
    }

    static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "gateway-lines");
        thread.setDaemon(true);
        return thread;
    }
}
