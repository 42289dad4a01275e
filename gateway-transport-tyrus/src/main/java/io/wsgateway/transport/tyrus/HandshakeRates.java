package io.wsgateway.transport.tyrus;

import io.wsgateway.spi.ClientNetwork;
import io.wsgateway.spi.Gcra;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many handshakes each client may still make: a bucket for each that made one within the last {@link #SECONDS}, which is how
 * long an empty one takes to fill. Bounded: of {@link #MOST} clients the one that came longest ago is forgotten, which is as if its
 * bucket were full. Thread-safe.
 */
final class HandshakeRates {
    static final int MOST = 16_384;
    /** A bucket holds the handshakes of so long. */
    static final int SECONDS = 2;

    /** No machine takes more. */
    private static final int MOST_PER_SECOND = 1_000_000;

    private final boolean limited;
    private final Gcra bucket;
    private final LongSupplier nanoTime;
    /** When a client's bucket is full, ns; in the order in which they came. */
    private final Map<ClientNetwork, Long> fullAt = new LinkedHashMap<>();

    /** @param perSecond 0: any number, and nothing is kept */
    HandshakeRates(int perSecond, LongSupplier nanoTime) {
        limited = perSecond > 0;
        bucket = new Gcra(
                SECONDS * Math.max(1, Math.min(perSecond, MOST_PER_SECOND)), TimeUnit.SECONDS.toNanos(SECONDS));
        this.nanoTime = nanoTime;
    }

    /** Takes one of a client's; returns for how long there is none, ns, where it couldn't: then it costs the client nothing. */
    synchronized long take(ClientNetwork client) {
        if (!limited) {
            return 0;
        }
        long now = nanoTime.getAsLong();
        Long known = fullAt.get(client);
        long missing = known == null ? 0 : Math.max(0, known - now);
        long wait = bucket.delay(missing);
        if (wait == 0) {
            // Put in as the newest.
            fullAt.remove(client);
            fullAt.put(client, now + bucket.take(missing));
            if (fullAt.size() > MOST) {
                fullAt.remove(fullAt.keySet().iterator().next());
            }
        }
        return wait;
    }

    /** Forgets the clients that came longest ago and whose buckets are full: called every now and then. */
    synchronized void sweep() {
        long now = nanoTime.getAsLong();
        Iterator<Long> oldest = fullAt.values().iterator();
        while (oldest.hasNext() && oldest.next() - now <= 0) {
            oldest.remove();
        }
    }

    synchronized int clients() {
        return fullAt.size();
    }
}
