package io.wsgateway.bench;

import java.io.IOException;
import java.util.List;

/** A server and the client that loads it. */
record LoadedServer(ServerProcess server, LoadClient client) implements AutoCloseable {

    static LoadedServer start(ServerKind kind, Options options) throws IOException {
        ServerProcess server = new ServerProcess(kind, options);
        return new LoadedServer(server, new LoadClient(kind, server.port()));
    }

    ServerKind kind() {
        return server.kind();
    }

    /** Connects without measuring. */
    LoadedServer connected(List<Login> logins) throws IOException {
        client.connect(logins, 64);
        return this;
    }

    /** Lets both come to rest. */
    void rest(long millis) throws IOException {
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
