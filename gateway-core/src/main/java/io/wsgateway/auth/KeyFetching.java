package io.wsgateway.auth;

import io.wsgateway.spi.Health;
import io.wsgateway.spi.LeanQueue;
import io.wsgateway.spi.SupervisedThread;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link KeyCache} with its address and its threads. */
final class KeyFetching implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFetching.class);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int THREADS = 2;
    private static final long BETWEEN_TICKS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KeyCache keys;
    private final SupervisedThread ticks;
    private volatile boolean closed;

    private KeyFetching(KeyCache keys) {
        this.keys = keys;
        ticks = new SupervisedThread("gateway-jwks-ticks", PATIENCE, this::run);
    }

    /** Begins to fetch now. */
    static KeyFetching from(URI uri, LongSupplier ticker) {
        check(uri);
        ExecutorService threads =
                new ThreadPoolExecutor(THREADS, THREADS, 0, TimeUnit.SECONDS, new LeanQueue<>(), threads());
        KeyFetching fetching = new KeyFetching(new KeyCache(new KeyDownload(uri, threads), ticker));
        fetching.ticks.start();
        return fetching;
    }

    KeyCache keys() {
        return keys;
    }

    Health liveness() {
        return ticks.liveness();
    }

    @Override
    public void close() {
        closed = true;
        ticks.interrupt();
        keys.close();
    }

    private void run() throws InterruptedException {
        while (!closed) {
            ticks.progress();
            keys.tick();
            if (!closed) {
                Thread.sleep(BETWEEN_TICKS);
            }
        }
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
