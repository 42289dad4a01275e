package io.wsgateway.testkit;

import io.wsgateway.protocol.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The other end of an {@link InMemoryConnection}. Any thread. */
public final class InMemoryClient implements TestClient {
    private final InMemoryConnection connection;
    private final List<String> received = new ArrayList<>();
    private boolean reading = true;
    private int wanted;
    private OptionalInt closed = OptionalInt.empty();

    InMemoryClient(InMemoryConnection connection) {
        this.connection = connection;
    }

    @Override
    public void send(String text) {
        connection.arrived(text);
    }

    @Override
    public synchronized List<String> received() {
        return List.copyOf(received);
    }

    /** The messages received since the last call of this method or the start, in order. */
    public synchronized List<String> drain() {
        List<String> all = List.copyOf(received);
        received.clear();
        return all;
    }

    @Override
    public synchronized void stopReading() {
        reading = false;
        wanted = 0;
    }

    @Override
    public void startReading() {
        synchronized (this) {
            reading = true;
        }
        connection.moreRoom();
    }

    /** Takes so many more messages after {@link #stopReading}, as a slow client does. */
    public void read(int messages) {
        synchronized (this) {
            wanted += messages;
        }
        connection.moreRoom();
    }

    @Override
    public synchronized OptionalInt closed() {
        return closed;
    }

    @Override
    public void close() {
        close(1000);
    }

    /** Leaves with this code. */
    public void close(int code) {
        connection.left(code);
    }

    @Override
    public void cut() {
        connection.lost();
    }

    /** Whether the client took it. */
    synchronized boolean take(Frame frame) {
        if (!reading && wanted == 0) {
            return false;
        }
        if (!reading) {
            wanted--;
        }
        received.add(frame.toString());
        return true;
    }

    synchronized void ended(int code) {
        if (closed.isEmpty()) {
            closed = OptionalInt.of(code);
        }
    }
}
