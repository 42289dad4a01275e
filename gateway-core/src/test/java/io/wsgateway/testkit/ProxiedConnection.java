package io.wsgateway.testkit;

import io.wsgateway.testkit.FaultProxy.End;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Set;

/** One connection through a {@link FaultProxy}: a thread for each direction. */
final class ProxiedConnection {
    static final int PIECE = 64 << 10;

    private final Socket client;
    private final Socket server;
    private final Weather weather;
    private final Set<ProxiedConnection> open;
    private volatile boolean losesAnswer;
    private volatile boolean halfOpen;

    /** @param open the connections that stand, this one among them from its start to its end */
    ProxiedConnection(Socket client, Socket server, Weather weather, Set<ProxiedConnection> open) {
        this.client = client;
        this.server = server;
        this.weather = weather;
        this.open = open;
    }

    void start() throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        open.add(this);
        spawn(() -> pump(client, server, true));
        spawn(() -> pump(server, client, false));
    }

    void close() {
        open.remove(this);
        closeQuietly(client);
        closeQuietly(server);
    }

    void reset() {
        linger(client);
        linger(server);
        close();
    }

    /** The unaware end's socket stays open until the proxy closes, and nothing comes out of it. */
    void halfClose(End unaware) {
        halfOpen = true;
        closeQuietly(unaware == End.CLIENT ? server : client);
    }

    private void pump(Socket from, Socket to, boolean isRequest) throws IOException {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] piece = new byte[PIECE];
            for (int n = read(in, piece); n >= 0; n = read(in, piece)) {
                weather.pass(n);
                if (isRequest) {
                    losesAnswer |= weather.losesAnswerTo(piece, n);
                } else if (losesAnswer) {
                    return;
                }
                out.write(piece, 0, n);
                out.flush();
            }
        } finally {
            if (!halfOpen) {
                close();
            }
        }
    }

    private int read(InputStream in, byte[] piece) throws IOException {
        return in.read(piece, 0, Math.min(piece.length, weather.piece()));
    }

    private static void linger(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException gone) {
            // It has ended before.
        }
    }

    interface Task {
        void run() throws IOException;
    }

    static void spawn(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException ended) {
                        // One side closed its connection: nothing is left to pass on.
                    }
                },
                "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // It is gone either way.
        }
    }
}
