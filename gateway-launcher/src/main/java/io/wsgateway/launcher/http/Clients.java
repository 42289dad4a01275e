package io.wsgateway.launcher.http;

import io.wsgateway.spi.LogThrottle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All connections, of which there is a limit. Where it is reached, the one that has kept this server waiting for longest makes
 * room for a newcomer: idle ones, half requests, answers that nobody reads. So whoever sends a request and reads the answer
 * gets through, such as a health check. Belongs to the loop's thread, but for {@link #size} and {@link #unsentBytes}.
 */
final class Clients {
    private static final Logger LOG = LoggerFactory.getLogger(Clients.class);

    /** Also those that are being closed. Walked by number: that takes no memory. */
    private final List<Client> all = new ArrayList<>();

    private final LogThrottle full = new LogThrottle(Duration.ofMinutes(1));
    private final int most;
    private final LongSupplier nanoTime;
    private final LoopFaults faults;
    private volatile int size;
    private volatile long unsentBytes;

    /** @param faults told of those that could not be ended in order */
    Clients(int most, LongSupplier nanoTime, LoopFaults faults) {
        this.most = most;
        this.nanoTime = nanoTime;
        this.faults = faults;
    }

    /** Makes room for one more where that is possible; false: everybody is being served. */
    boolean hasRoom() {
        if (count() < most) {
            return true;
        }
        if (full.add(nanoTime.getAsLong()) > 0) {
            LOG.warn(
                    "{} HTTP connections are open, all that http.connections allows: for each new one the one that has kept"
                            + " the gateway waiting for longest is closed",
                    most);
        }
        makeRoom(1);
        return count() < most;
    }

    void add(Client client) {
        all.add(client);
        count();
    }

    /** Closes so many of those that have kept this server waiting for longest. */
    void makeRoom(int places) {
        for (int i = 0; i < places; i++) {
            Client longest = longestWaiting();
            if (longest != null) {
                longest.cut();
            }
        }
    }

    private @Nullable Client longestWaiting() {
        long now = nanoTime.getAsLong();
        Client longest = null;
        long most = 0;
        for (int i = 0; i < all.size(); i++) {
            Client client = all.get(i);
            long waited = client.hasSocket() ? client.deadline().waited(now) : 0;
            if (waited > most) {
                longest = client;
                most = waited;
            }
        }
        return longest;
    }

    /** Ends those that take too long; to be called several times a second. One that can't be ended now keeps no other. */
    void endLate() {
        long now = nanoTime.getAsLong();
        for (int i = all.size() - 1; i >= 0; i--) {
            Client client = all.get(i);
            try {
                client.endWhereLate(now);
            } catch (Throwable e) {
                faults.add("A connection could not be ended", e);
            }
            if (client.isGone()) {
                all.set(i, all.get(all.size() - 1));
                all.remove(all.size() - 1);
            }
        }
        count();
        unsentBytes = unsent();
    }

    void cutAll() {
        for (int i = 0; i < all.size(); i++) {
            try {
                all.get(i).cut();
            } catch (Throwable e) {
                faults.add("A connection could not be ended", e);
            }
        }
    }

    private int count() {
        int open = 0;
        for (int i = 0; i < all.size(); i++) {
            open += all.get(i).hasSocket() ? 1 : 0;
        }
        size = open;
        return open;
    }

    private long unsent() {
        long bytes = 0;
        for (int i = 0; i < all.size(); i++) {
            bytes += all.get(i).unsentBytes();
        }
        return bytes;
    }

    /** Bytes of answers that are held for those who don't read them. Any thread; up to date several times a second. */
    long unsentBytes() {
        return unsentBytes;
    }

    /** Any thread; up to date several times a second. */
    int size() {
        return size;
    }
}
