package io.wsgateway.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.wsgateway.crowd.ClientConnection;
import io.wsgateway.crowd.ClientFrames;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/** Is subscribed to guild 0 and remembers the cursor of each of its events. Read by {@link #poll}. */
final class Observer implements ClientConnection.Peer, AutoCloseable {
    private final Selector selector = Selector.open();
    private final byte[] scratch = new byte[64 << 10];
    private final List<String> cursors = new ArrayList<>();
    private final Login login;
    private final ClientConnection connection;
    private boolean subscribed;

    Observer(int port, Login login) throws IOException {
        this.login = login;
        connection = new ClientConnection(this, "/", port, selector);
        while (!subscribed) {
            selector.select(this::read, 100);
        }
    }

    /** The cursors of events 0, 1, 2 and so on, as far as they have come. */
    List<String> poll() throws IOException {
        while (selector.selectNow(this::read) > 0) {}
        return cursors;
    }

    @Override
    public void upgraded(ClientConnection upgraded) throws IOException {
        upgraded.send(ClientFrames.identifyAndSubscribe(login.token(), login.guild()));
    }

    @Override
    public void event(byte[] bytes, int json, int size) {
        cursors.add(ClientFrames.text(new String(bytes, json, size, US_ASCII), "\"cursor\":\""));
    }

    @Override
    public void message(String json) {
        subscribed |= json.startsWith("{\"op\":\"GUILD_SUBSCRIBED\"");
    }

    @Override
    public void close() throws IOException {
        connection.close();
        selector.close();
    }

    private void read(SelectionKey key) {
        try {
            ((ClientConnection) key.attachment()).ready(scratch);
        } catch (IOException e) {
            throw new BenchFailure("Observer: " + e.getMessage(), e);
        }
    }
}
