package io.wsgateway.crowd;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Thousands of clients that lose their links at once and resume within a few seconds. One thread, raw NIO; anything that
 * isn't as the protocol promises ends it with an exception.
 */
public final class ResumeStorm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int AT_A_TIME = 64;

    private final int port;
    private final Selector selector = Selector.open();
    private final byte[] scratch = new byte[256 << 10];
    private final List<Resuming> clients = new ArrayList<>();
    private int ready;
    private int resumed;

    /** @param guilds numbers of the guilds to resume, ascending */
    public record Member(String token, int... guilds) {
        List<String> guildIds() {
            return Arrays.stream(guilds).mapToObj(EventText::guildId).toList();
        }
    }

    /**
     * How it went.
     *
     * @param lastMillis from the cut to the last {@code RESUMED}
     * @param replayed events that came in front of their client's {@code RESUMED}, in all
     * @param tookNanos from a client's new connection to its {@code RESUMED}, ascending
     */
    public record Outcome(int clients, double lastMillis, long replayed, long... tookNanos) {
        public double tookMillis(double share) {
            return tookNanos[(int) Math.min(tookNanos.length - 1, tookNanos.length * share)] / 1e6;
        }
    }

    public ResumeStorm(int port, List<Member> members) throws IOException {
        this.port = port;
        for (Member member : members) {
            clients.add(new Resuming(member, this));
        }
    }

    /** Connects some of the clients, identified and subscribed to nothing; each stands where {@code READY} says. */
    public void connect(int from, int to) throws IOException {
        ready = 0;
        long begun = System.nanoTime();
        for (int next = from; ready < to - from; patience(begun, ready, "ready")) {
            while (next < to && next - from - ready < AT_A_TIME) {
                clients.get(next++).connect(port, selector);
            }
            read(10);
        }
    }

    /** What a client resumes from: a place, and each of its guilds' first event behind that. */
    public void standAt(int client, String cursor, long... firsts) {
        clients.get(client).standAt(cursor, firsts);
    }

    /** The place where a client stands that has only connected. */
    public String cursor(int client) {
        return clients.get(client).cursor();
    }

    /** A client's guilds, ascending. */
    public int[] guilds(int client) {
        return clients.get(client).guilds();
    }

    /** Each of a client's guilds' next event. */
    public long[] next(int client) {
        return clients.get(client).next();
    }

    /** Cuts all links at once, begins new ones evenly within a time, and awaits every {@code RESUMED}. */
    public Outcome run(Duration within) throws IOException {
        cut();
        resumed = 0;
        long begun = System.nanoTime();
        for (int next = 0; resumed < clients.size(); patience(begun, resumed, "resumed")) {
            long due = (System.nanoTime() - begun) * clients.size() / within.toNanos();
            for (; next < Math.min(due, clients.size()); next++) {
                clients.get(next).resume(port, selector);
            }
            read(1);
        }
        long last = clients.stream().mapToLong(client -> client.resumedAt).max().orElse(begun);
        return new Outcome(
                clients.size(),
                (last - begun) / 1e6,
                clients.stream().mapToLong(client -> client.replayed).sum(),
                clients.stream()
                        .mapToLong(client -> client.resumedAt - client.begunAt)
                        .sorted()
                        .toArray());
    }

    /** Goes on reading for a while. */
    public void read(Duration time) throws IOException {
        for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; ) {
            read(10);
        }
    }

    /** Reads what comes; answers whether anything did within ten seconds. */
    public boolean readMore() throws IOException {
        return read(10_000) > 0;
    }

    /** Cuts all links. */
    public void cut() throws IOException {
        for (Resuming client : clients) {
            client.cut();
        }
        selector.selectNow();
    }

    @Override
    public void close() throws IOException {
        cut();
        selector.close();
    }

    void ready() {
        ready++;
    }

    void resumed() {
        resumed++;
    }

    private int read(long millis) throws IOException {
        return selector.select(this::read, millis);
    }

    private void read(SelectionKey key) {
        try {
            ((ClientConnection) requireNonNull(key.attachment())).ready(scratch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void patience(long begun, int done, String what) throws IOException {
        if (System.nanoTime() - begun > PATIENCE.toNanos()) {
            throw new IOException("Of " + clients.size() + " clients only " + done + " are " + what);
        }
    }
}
