package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.ClusterBus.Appender;
import io.wsgateway.spi.EntryBatch;
import io.wsgateway.spi.Kept;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures the log on this machine: appenders at full speed, two instances that follow, a server that writes an append-only
 * file. Not a test: run its main with the number of events per batch, of appenders, and of seconds, and with
 * {@code replica} for a replica that each append is waited for.
 */
final class LogSpeed {
    private static final Payload DATA = Payload.of(("{\"text\":\"" + "x".repeat(289) + "\"}").getBytes(UTF_8));
    private static final int WARM_UP_SECONDS = 3;

    private LogSpeed() {}

    public static void main(String[] arguments) throws InterruptedException {
        int perBatch = Integer.parseInt(arguments[0]);
        int appenders = Integer.parseInt(arguments[1]);
        int seconds = Integer.parseInt(arguments[2]);
        boolean replicated = arguments.length > 3 && arguments[3].equals("replica");
        try (RedisServer server = RedisServer.durable();
                @Nullable RedisServer replica = replicated ? RedisServer.replicaOf(server) : null;
                ClusterBus one = new RedisClusterBus(RedisConfig.at(server.uri(), "one"));
                ClusterBus two = new RedisClusterBus(RedisConfig.at(server.uri(), "two"))) {
            Counter first = new Counter();
            Counter second = new Counter();
            one.start(first);
            two.start(second);
            first.ready.await();
            second.ready.await();
            round(one, perBatch, appenders, WARM_UP_SECONDS);
            long began = System.nanoTime();
            long[] waits = round(one, perBatch, appenders, seconds);
            double took = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    "batches of %d, %d appenders%s: %,.0f events/s; an append took %.2f ms (p50), %.2f ms (p99)%n",
                    perBatch,
                    appenders,
                    replica == null ? "" : ", a replica",
                    waits.length * perBatch / took,
                    waits[waits.length / 2] / 1e6,
                    waits[waits.length * 99 / 100] / 1e6);
            long stored = Long.parseLong(String.valueOf(server.run("XLEN", "gw:log"))) * perBatch;
            for (String key : List.of("gw:log", "gw:index", "gw:part:p0:ids", "gw:part:p0:older")) {
                System.out.printf("%s: %s bytes%n", key, server.run("MEMORY", "USAGE", key, "SAMPLES", "0"));
            }
            System.out.printf("%d events stored, %d seen by both%n", stored, Math.min(first.seen(), second.seen()));
        }
    }

    private static long[] round(ClusterBus bus, int perBatch, int appenders, int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<CompletableFuture<long[]>> running = IntStream.range(0, appenders)
                .mapToObj(a -> CompletableFuture.supplyAsync(
                        () -> append(bus, "p" + a, perBatch, end), task -> new Thread(task).start()))
                .toList();
        return running.stream()
                .map(CompletableFuture::join)
                .flatMapToLong(Arrays::stream)
                .sorted()
                .toArray();
    }

    /** How many ns each append took. */
    private static long[] append(ClusterBus bus, String partition, int perBatch, long end) {
        Appender appender = bus.claim(partition).toCompletableFuture().join();
        long[] waits = new long[1 << 20];
        int count = 0;
        while (System.nanoTime() < end && count < waits.length) {
            List<Entry> batch = new ArrayList<>(perBatch);
            for (int i = 0; i < perBatch; i++) {
                batch.add(Event.toGuild("guild-" + i % 50, "message.create", DATA)
                        .withId(partition + "-" + System.nanoTime() + "-" + i));
            }
            long began = System.nanoTime();
            appender.append(batch).toCompletableFuture().join();
            waits[count++] = System.nanoTime() - began;
        }
        return Arrays.copyOf(waits, count);
    }

    private static final class Counter implements ClusterBus.Follower {
        private final AtomicLong events = new AtomicLong();
        private final CountDownLatch ready = new CountDownLatch(1);

        private long seen() {
            return events.get();
        }

        @Override
        public void onGap(Place resumedAt) {}

        @Override
        public void onKept(Iterable<Kept> changes) {}

        @Override
        public void onBatch(Place last, Instant when, Instant changedAt, EntryBatch entries) {
            events.addAndGet(entries.size());
        }

        @Override
        public void onCaughtUp() {
            ready.countDown();
        }
    }
}
