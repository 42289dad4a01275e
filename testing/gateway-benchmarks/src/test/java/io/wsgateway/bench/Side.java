package io.wsgateway.bench;

import java.io.IOException;
import java.util.List;

/** A server and the client that loads it. */
record Side(ServerProcess server, LoadClient client) implements AutoCloseable {

    static Side start(ServerKind kind, Options options) throws IOException {
        ServerProcess server = new ServerProcess(kind, options);
        return new Side(server, new LoadClient(kind, server.port()));
    }

    ServerKind kind() {
        return server.kind();
    }

    /** Connects without measuring. */
    Side connected(List<Login> logins) throws IOException {
        client.connect(logins, 64);
        return this;
    }

    /** Lets both come to rest. */
    void settle(long millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
            client.await(Math.max(1, (end - now) / 1_000_000));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        client.close();
    }
}
