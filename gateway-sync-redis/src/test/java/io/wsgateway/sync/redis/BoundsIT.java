package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.message;
import static io.wsgateway.testkit.Samples.messageWithId;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.ClusterBus.Appender;
import io.wsgateway.spi.EntryBatch;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.ForwardingFollower;
import io.wsgateway.testkit.RecordingFollower;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What can pile up stays within its bound, and what is discarded is had from the log. */
class BoundsIT extends RedisFaults {
    private final RedisServer server = closedLater(RedisServer.running());

    @Test
    void aStalledFollowerIsHandedABoundedPartAndReadsTheRest() {
        int events = 400;
        CountDownLatch stalled = new CountDownLatch(1);
        RecordingFollower recording = new RecordingFollower();
        Counts counts = new Counts();
        ClusterBus bus = closedLater(new RedisClusterBus(config(server.uri(), "stalled"), counts));
        bus.start(new ForwardingFollower(recording) {
            @Override
            public void onBatch(Place last, Instant when, Instant changedAt, EntryBatch entries) {
                awaitQuietly(stalled);
                super.onBatch(last, when, changedAt, entries);
            }
        });
        await().until(recording::caughtUp);
        Appender appender = done(bus.claim("p0"));
        List<Entry> all = new ArrayList<>();
        long most = 0;
        for (int i = 0; i < events; i++) {
            Event big = Event.toGuild("g1", "big", Payload.of("{\"a\":\"" + "x".repeat(63 << 10) + "\"}"))
                    .withId("big-" + i);
            all.add(big);
            done(appender.append(List.of(big)));
            most = Math.max(most, counts.now("log.hand-off.bytes"));
        }
        assertThat(most).isBetween(MessageQueue.BYTES / 2, MessageQueue.BYTES);
        assertThat(counts.of("log.hand-off.overflows")).isEqualTo(1);
        stalled.countDown();
        await().until(() -> recording.entries().size() == events);
        assertThat(recording.entries()).isEqualTo(all);
        assertThat(recording.faults()).isEmpty();
    }

    @Test
    void whatWaitsForAHangingRedisIsBoundedAndKeepsItsOrder() {
        Instance one = started(server, "one");
        done(one.bus().append(List.of(message("before"))));
        server.freeze();
        List<CompletableFuture<Void>> offers = new ArrayList<>();
        for (int i = 0; i < UnpartitionedAppends.APPENDS + 1_000; i++) {
            offers.add(one.bus().append(List.of(messageWithId("m" + i))).toCompletableFuture());
        }
        long refused = offers.stream().filter(BoundsIT::isRefused).count();
        assertThat(refused).isBetween(800L, 1_000L);
        server.thaw();
        await().until(() -> offers.stream().allMatch(CompletableFuture::isDone));
        List<Entry> appended = IntStream.range(0, offers.size())
                .filter(i -> !offers.get(i).isCompletedExceptionally())
                .<Entry>mapToObj(i -> messageWithId("m" + i))
                .collect(toList());
        assertThat(appended).hasSizeGreaterThan(1_000);
        await().until(() -> one.follower().entries().containsAll(appended));
        List<Entry> arrived = new ArrayList<>(one.follower().entries());
        arrived.retainAll(appended);
        assertThat(arrived).isEqualTo(appended);
    }

    private static boolean isRefused(CompletableFuture<Void> offer) {
        return offer.isCompletedExceptionally()
                && offer.handle((done, failure) -> failure).join() instanceof RejectedExecutionException;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
