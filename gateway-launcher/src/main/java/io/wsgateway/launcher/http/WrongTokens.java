package io.wsgateway.launcher.http;

import io.wsgateway.spi.ClientNetwork;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes who sends wrong admin tokens wait, by address: after {@link #FREE} of them a second, and twice as long after each further one.
 * While an address waits nothing that it sends is looked at, not even the right token. Bounded: of {@link #MOST} addresses
 * the one that was wrong longest ago is forgotten. Thread-safe.
 */
final class WrongTokens {
    static final int FREE = 5;
    static final Duration LONGEST = Duration.ofMinutes(1);
    static final int MOST = 4_096;
    /** A wrong token is forgotten after that. */
    static final Duration KEPT = Duration.ofMinutes(10);

    private final LongSupplier nanoTime;
    private final Map<ClientNetwork, Tries> tries = new LinkedHashMap<>();

    WrongTokens(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How long that address has to wait from now on; zero where it doesn't. */
    synchronized Duration wait(InetAddress address) {
        Tries made = known(address);
        return made == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, made.until() - nanoTime.getAsLong()));
    }

    synchronized void wrong(InetAddress address) {
        Tries before = known(address);
        int number = before == null ? 1 : before.number() + 1;
        long now = nanoTime.getAsLong();
        // Put in as the newest.
        tries.remove(ClientNetwork.of(address));
        tries.put(
                ClientNetwork.of(address),
                new Tries(number, now, now + pause(number).toNanos()));
        if (tries.size() > MOST) {
            tries.remove(tries.keySet().iterator().next());
        }
    }

    synchronized void right(InetAddress address) {
        tries.remove(ClientNetwork.of(address));
    }

    private @Nullable Tries known(InetAddress address) {
        Tries made = tries.get(ClientNetwork.of(address));
        return made == null || nanoTime.getAsLong() - made.last() > KEPT.toNanos() ? null : made;
    }

    private static Duration pause(int number) {
        if (number < FREE) {
            return Duration.ZERO;
        }
        Duration doubled = Duration.ofSeconds(1L << Math.min(number - FREE, 30));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    /**
     * @param last of {@link System#nanoTime}, as is
     * @param until when the next may be sent
     */
    private record Tries(int number, long last, long until) {}
}
