package io.wsgateway.auth;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.net.URI;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets a {@link KeyCache} up with its address and its threads. */
final class KeyFetching {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFetching.class);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int THREADS = 2;
    private static final int SECONDS_BETWEEN_TICKS = 5;

    private KeyFetching() {}

    /** A cache that begins to fetch now. */
    static KeyCache from(URI uri, InstantSource clock) {
        check(uri);
        ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS, threads());
        threads.setRemoveOnCancelPolicy(true);
        KeyCache keys = new KeyCache(new KeyDownload(uri, threads), clock);
        var unused = threads.scheduleWithFixedDelay(keys::tick, 0, SECONDS_BETWEEN_TICKS, SECONDS);
        return keys;
    }

    private static void check(URI uri) {
        @Nullable String scheme = uri.getScheme();
        boolean clear = "http".equalsIgnoreCase(scheme);
        if (uri.getHost() == null || !(clear || "https".equalsIgnoreCase(scheme))) {
            throw new IllegalArgumentException(
                    "The address of a key set begins with https:// and a host name (http:// in tests)");
        }
        if (clear && !LOOPBACK.contains(uri.getHost())) {
            LOG.warn("The keys come over plain http: whoever sits between here and {} can sign tokens", uri.getHost());
        }
    }

    private static ThreadFactory threads() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "gateway-jwks-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
