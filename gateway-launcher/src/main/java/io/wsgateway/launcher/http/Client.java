package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.NIOConnection;

/** A connection, and what this server waits for on it. Thread-safe. */
final class Client {
    private static final byte[] NO_ROOM = """
            HTTP/1.1 503 Service Unavailable\r
            Connection: close\r
            Content-Length: 0\r
            Retry-After: 1\r
            \r
            """.getBytes(US_ASCII);

    private final Connection<?> connection;
    private final HttpTimeouts patience;
    private final LongSupplier nanoTime;
    private volatile Wait wait;

    Client(Connection<?> connection, HttpTimeouts patience, LongSupplier nanoTime) {
        this.connection = connection;
        this.patience = patience;
        this.nanoTime = nanoTime;
        long now = nanoTime.getAsLong();
        wait = new Wait(now, now + patience.head().toNanos(), true);
    }

    /** Its next one, since the answer to its last was handed to its system. */
    void awaitRequest() {
        long since = wait.since();
        wait = new Wait(since, nanoTime.getAsLong() + patience.idle().toNanos(), true);
    }

    void awaitHead() {
        await(patience.head());
    }

    /** Until the body's own deadline is answered. */
    void awaitBody() {
        await(patience.body().plus(patience.answer()));
    }

    /** Until the client has taken so many bytes. */
    void awaitReading(int bytes) {
        await(patience.answer(bytes));
    }

    /** Until its answer: whatever that waits for is bounded, so one that is later was lost on its way. */
    void serve() {
        await(patience.serving(), false);
    }

    private void await(Duration atMost) {
        await(atMost, true);
    }

    private void await(Duration atMost, boolean client) {
        long now = nanoTime.getAsLong();
        wait = new Wait(now, now + atMost.toNanos(), client);
    }

    /** ns for which this server has waited; negative while it is the client that waits. */
    long waited(long now) {
        Wait current = wait;
        return current.client() ? Math.max(0, now - current.since()) : -1;
    }

    boolean isLate(long now) {
        Wait current = wait;
        return now - current.until() >= 0;
    }

    /** Bytes of its answer that its system hasn't taken yet. */
    int unsentBytes() {
        return ((NIOConnection) connection).getAsyncWriteQueue().spaceInBytes();
    }

    /** Ends it, whatever is still to be sent. */
    void cut() {
        connection.terminateSilently();
    }

    /** Closes the socket, where Grizzly or the JDK failed half-way because memory was short. */
    void close() {
        NIOConnection nio = (NIOConnection) connection;
        Newcomers.close(nio.getChannel());
        SelectionKey key = nio.getSelectionKey();
        if (key != null) {
            key.cancel();
        }
    }

    /** Whether its socket is closed, and no selector has it any more. */
    boolean isGone() {
        NIOConnection nio = (NIOConnection) connection;
        return !nio.getChannel().isOpen() && !nio.getChannel().isRegistered();
    }

    /** Tells a newcomer that there is no room. */
    <L> void refuse() {
        @SuppressWarnings("unchecked") // addresses are whatever they are
        Connection<L> to = (Connection<L>) connection;
        to.write(Buffers.wrap(null, NO_ROOM), new EmptyCompletionHandler<>() {
            @Override
            public void completed(WriteResult<Buffer, L> written) {
                cut();
            }

            @Override
            public void failed(Throwable cause) {
                cut();
            }
        });
    }

    /**
     * @param since of {@link System#nanoTime}, as is
     * @param until when it is cut
     * @param client whether it is the client that keeps the other side waiting
     */
    private record Wait(long since, long until, boolean client) {}
}
