package io.wsgateway.bench;

import io.wsgateway.crowd.EventText;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Publishes in a server's process, on a thread of its own: a fixed number of events in flight, which the client's credits
 * replace, or a fixed rate. The same for every server.
 */
final class Publisher {
    private final Target target;
    private final LinkedBlockingQueue<Credit> credits = new LinkedBlockingQueue<>();
    private long[] numbers = new long[0];
    private volatile boolean stopped;
    private volatile @Nullable Exception failure;
    private long published;
    /** Whose turn it is at a fixed rate; goes on where it stopped. */
    private int turn;

    private Thread thread = new Thread();

    private record Credit(int guild, int events) {}

    private interface Work {
        void run() throws Exception;
    }

    Publisher(Target target) {
        this.target = target;
    }

    /** Begins with this many events in flight for each guild. */
    void inFlight(int guilds, int events) {
        credits.clear();
        for (int guild = 0; guild < guilds; guild++) {
            credits.add(new Credit(guild, events));
        }
        start(guilds, this::follow);
    }

    /** Begins to publish this many events a second, to each guild in turn. */
    void perSecond(int guilds, int events) {
        start(guilds, () -> pace(guilds, 1_000_000_000L / events));
    }

    /** Events of a guild have arrived everywhere. */
    void credit(int guild, int events) {
        credits.add(new Credit(guild, events));
    }

    /** Stops, and answers how many events were published since the start. */
    long stop() throws Exception {
        stopped = true;
        credits.add(new Credit(0, 0));
        thread.join();
        if (failure != null) {
            throw failure;
        }
        return published;
    }

    private void start(int guilds, Work work) {
        if (numbers.length < guilds) {
            numbers = new long[guilds];
        }
        stopped = false;
        published = 0;
        thread = new Thread(() -> run(work), "bench-publisher");
        thread.start();
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (Exception e) {
            failure = e;
        }
    }

    private void follow() throws Exception {
        while (!stopped) {
            Credit credit = credits.take();
            for (int i = 0; i < credit.events && !stopped; i++) {
                publish(credit.guild);
            }
        }
    }

    private void pace(int guilds, long interval) throws Exception {
        long due = System.nanoTime();
        for (; !stopped; turn = (turn + 1) % guilds) {
            publish(turn % guilds);
            due += interval;
            for (long left = due - System.nanoTime(); left > 0 && !stopped; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }

    private void publish(int guild) throws Exception {
        long number = numbers[guild]++;
        target.publish(guild, number, EventText.data(number, System.nanoTime()));
        published++;
    }
}
