package io.wsgateway.bench;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connections that only listen, on a thread of their own: how long events take to them, whatever else goes on. */
final class LiveClients implements AutoCloseable {
    private final LoadClient client;
    private final Thread thread = new Thread(this::run, "bench-live");
    private volatile Tally tally = new Tally();
    private volatile boolean stopped;
    private volatile @Nullable Exception failure;

    LiveClients(int port, List<Login> logins) throws IOException {
        client = new LoadClient(ServerKind.GATEWAY, port);
        client.connect(logins, 64);
        thread.start();
    }

    /** What was measured since the last call. */
    Latencies take() {
        Exception failed = failure;
        if (failed != null) {
            throw new BenchFailure("A live client", failed);
        }
        Tally old = tally;
        tally = new Tally();
        return old.latencies();
    }

    private void run() {
        try {
            while (!stopped) {
                client.count(tally);
                client.await(10);
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
