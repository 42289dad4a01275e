package io.wsgateway.internal.localbus;

import static io.wsgateway.testkit.Samples.left;
import static io.wsgateway.testkit.Samples.message;
import static io.wsgateway.testkit.Samples.messageWithId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.wsgateway.model.Event;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.EntryBatch;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.Kept;
import io.wsgateway.testkit.ClusterBusContract;
import io.wsgateway.testkit.ForwardingFollower;
import io.wsgateway.testkit.RecordingFollower;
import io.wsgateway.testkit.RecordingFollower.Call;
import io.wsgateway.testkit.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class LocalClusterBusTest extends ClusterBusContract {
    private final Map<String, Long> counts = new HashMap<>();
    private boolean failing;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    protected ClusterBus open(String nodeId) {
        return new LocalClusterBus(nodeId, () -> now, new GatewayMetrics() {
            @Override
            public void count(String name, long by) {
                if (failing) {
                    throw new OutOfMemoryError("as far as this test goes");
                }
                counts.merge(name, by, Long::sum);
            }
        });
    }

    @Test
    void aNewLogBeginsAtZeroUnderAnEpochOfItsOwn() {
        start();
        Place begin = ((Call.Gap) follower.calls().get(0)).resumedAt();
        RecordingFollower other = new RecordingFollower();
        open("node-2").start(other);
        assertThat(begin.seq()).isZero();
        assertThat(begin.epoch()).matches("[0-9a-z]{1,16}");
        assertThat(((Call.Gap) other.calls().get(0)).resumedAt().epoch()).isNotEqualTo(begin.epoch());
    }

    @Test
    void theFollowerHasABatchBeforeItsAppendCompletes() {
        start();
        append(List.of(message("a"), message("b")));
        Call.Batch batch = follower.batches().get(0);
        assertThat(batch.entries()).containsExactly(message("a"), message("b"));
        assertThat(batch.last().seq()).isEqualTo(2);
        assertThat(batch.when()).isEqualTo(now);
    }

    @Test
    void anAppendThatFailsHasNotHappenedAndIsNoRepeatWhenItComesAgain() {
        start();
        append(List.of(messageWithId("a")));
        failing = true;
        CompletionStage<Void> failed = bus.append(List.of(messageWithId("b"), messageWithId("a"), messageWithId("c")));
        assertThat(failed.toCompletableFuture()).isCompletedExceptionally();
        assertThat(follower.entries()).containsExactly(messageWithId("a"));

        failing = false;
        append(List.of(messageWithId("b"), messageWithId("a"), messageWithId("c")));
        assertThat(follower.entries()).containsExactly(messageWithId("a"), messageWithId("b"), messageWithId("c"));
    }

    @Test
    void changesThatPrecedeTheStartAreToldWithTheirPlaceAndTime() {
        append(List.of(message("a"), left("u1", "g1"), Kick.ofUser("u1")));
        now = now.plusSeconds(1);
        append(List.of(Samples.revocation("u1")));
        start();
        Place begin = ((Call.Gap) follower.calls().get(0)).resumedAt();
        assertThat(begin.seq()).isEqualTo(4);
        assertThat(follower.keptNow()).containsExactly("u1 is revoked", "u1 left g1");
        assertThat(follower.kept())
                .containsExactlyInAnyOrder(
                        new Kept.Member("u1", "g1", false, begin.epoch(), 2, now.minusSeconds(1)),
                        new Kept.Revoked(Samples.revocation("u1"), begin.epoch(), 4, now));
        assertThat(follower.entries()).isEmpty();
    }

    @Test
    void aSecondStartAndAStartAfterCloseAreRefused() {
        start();
        assertThatIllegalStateException().isThrownBy(() -> bus.start(new RecordingFollower()));
        ClusterBus closed = open("node-2");
        closed.close();
        assertThatIllegalStateException().isThrownBy(() -> closed.start(new RecordingFollower()));
    }

    @Test
    void anAppendOrClaimFromWithinAFollowersCallFailsAndTheLogGoesOn() {
        List<CompletionStage<?>> nested = new ArrayList<>();
        bus.start(new ForwardingFollower(follower) {
            @Override
            public void onBatch(Place last, Instant when, Instant changedAt, EntryBatch entries) {
                super.onBatch(last, when, changedAt, entries);
                nested.add(bus.append(List.of(message("nested"))));
                nested.add(bus.claim("p0"));
            }
        });
        append(List.of(message("a")));
        append(List.of(message("b")));
        assertThat(nested).hasSize(4).allSatisfy(this::assertFails);
        assertThat(follower.entries()).containsExactly(message("a"), message("b"));
    }

    @Test
    void repeatsAndReusedIdsAreCountedApart() {
        start();
        append(List.of(
                message("a").withId("1"), message("a").withId("1"), message("b").withId("1")));
        append(List.of(message("a").withId("1")));
        assertThat(counts)
                .containsExactlyInAnyOrderEntriesOf(Map.of("log.events.repeated", 2L, "log.events.id-reused", 1L));
    }

    @Test
    void aRetryUnderAnotherTraceIsARepeat() {
        start();
        append(List.of(Samples.ofEveryKind().get(0)));
        Event again = (Event) Samples.ofEveryKind().get(0);
        append(List.of(
                new Event(again.id(), again.name(), again.audience(), again.data(), again.ephemeral(), null, null)));
        assertThat(counts).containsOnlyKeys("log.events.repeated");
    }

    @Test
    void healthIsUpBetweenStartAndClose() {
        assertThat(bus.health().up()).isFalse();
        start();
        assertThat(bus.health().up()).isTrue();
        bus.close();
        assertThat(bus.health().up()).isFalse();
    }
}
