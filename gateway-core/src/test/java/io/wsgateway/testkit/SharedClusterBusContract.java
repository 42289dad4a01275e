package io.wsgateway.testkit;

import static io.wsgateway.testkit.Samples.gone;
import static io.wsgateway.testkit.Samples.joined;
import static io.wsgateway.testkit.Samples.left;
import static io.wsgateway.testkit.Samples.message;
import static io.wsgateway.testkit.Samples.messageWithId;
import static io.wsgateway.testkit.Samples.revocation;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Place;
import io.wsgateway.model.Revocation;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.ClusterBus.Appended;
import io.wsgateway.spi.ClusterBus.Appender;
import io.wsgateway.spi.Kept;
import io.wsgateway.testkit.RecordingFollower.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ClusterBus} keeps to whose log is shared by several instances. */
public abstract class SharedClusterBusContract extends ClusterBusContract {
    private static final String PEER = "node-2";

    private final RecordingFollower peerFollower = new RecordingFollower();
    private ClusterBus peer;

    /** Another instance's bus on the log of {@link #open}. Called once per test; the contract closes it. */
    protected abstract ClusterBus openPeer(String nodeId);

    /** The next append of the bus that {@link #open} made takes place, but its answer is lost on the way. */
    protected abstract void loseNextAnswer();

    /** What was appended so far leaves the log's window, as it does with time. */
    protected abstract void forgetWindow();

    /**
     * The log loses everything that was appended so far, as a server does that comes back from an old copy. Followers may
     * notice with the next append only.
     */
    protected abstract void loseEntries();

    @BeforeEach
    void openPeerBus() {
        peer = openPeer(PEER);
    }

    @AfterEach
    void closePeerAndLookForFaults() {
        peer.close();
        assertThat(peerFollower.faults()).isEmpty();
    }

    @Test
    void allInstancesSeeTheSameOrderAtTheSamePlaces() {
        startBoth();
        List<CompletableFuture<Void>> both = Stream.of(bus, peer)
                .map(one -> CompletableFuture.runAsync(() -> IntStream.range(0, 100)
                        .forEach(i -> appendUntilTaken(one, messageWithId((one == bus ? "b" : "p") + i)))))
                .toList();
        both.forEach(CompletableFuture::join);
        await().until(() -> follower.entries().size() == 200);
        await().until(() -> peerFollower.entries().size() == 200);
        assertThat(peerFollower.entries()).isEqualTo(follower.entries());
        assertThat(lastPlace(peerFollower)).isEqualTo(lastPlace(follower));
    }

    @Test
    void aClaimElsewhereFencesHere() {
        startBoth();
        Appender here = claim(P0);
        Appender there = done(peer.claim(P0));
        assertThat(appendTo(here, List.of(messageWithId("a")))).isEqualTo(Appended.FENCED);
        assertThat(appendTo(there, List.of(messageWithId("a")))).isEqualTo(Appended.YES);
        awaitEntries(List.of(messageWithId("a")));
    }

    @Test
    void ownersOnSeveralInstancesLeaveEachOtherAlone() {
        startBoth();
        Appender here = claim(P0);
        Appender there = done(peer.claim(P1));
        for (int i = 0; i < 10; i++) {
            assertThat(appendTo(here, List.of(message("h" + i)))).isEqualTo(Appended.YES);
            assertThat(appendTo(there, List.of(message("t" + i)))).isEqualTo(Appended.YES);
        }
        await().until(() -> follower.entries().size() == 20);
    }

    @Test
    void aRetryThroughAnotherInstanceIsARepeat() {
        startBoth();
        append(List.of(messageWithId("a")));
        done(peer.append(List.of(messageWithId("a"), messageWithId("b"))));
        awaitEntries(List.of(messageWithId("a"), messageWithId("b")));
    }

    @Test
    void theSameBatchAfterALostAnswerHappensOnce() {
        start();
        Appender appender = claim(P0);
        List<Entry> batch = List.of(message("no id"), messageWithId("a"), Kick.ofUser("u1"));
        loseNextAnswer();
        assertFails(appender.append(batch));
        assertThat(appendTo(appender, new ArrayList<>(batch))).isEqualTo(Appended.YES);
        assertThat(appendTo(appender, List.of(message("next")))).isEqualTo(Appended.YES);
        awaitEntries(Stream.concat(batch.stream(), Stream.of(message("next"))).toList());
    }

    @Test
    void anEqualBatchAfterAnAnswerHappensAgain() {
        start();
        Appender appender = claim(P0);
        appendTo(appender, List.of(message("no id")));
        appendTo(appender, List.of(message("no id")));
        awaitEntries(List.of(message("no id"), message("no id")));
    }

    @Test
    void aFencedAppenderStaysFencedAfterALostAnswer() {
        startBoth();
        Appender here = claim(P0);
        loseNextAnswer();
        assertFails(here.append(List.of(messageWithId("a"))));
        Appender there = done(peer.claim(P0));
        assertThat(appendTo(there, List.of(messageWithId("a"), messageWithId("b"))))
                .isEqualTo(Appended.YES);
        assertThat(appendTo(here, List.of(messageWithId("a")))).isEqualTo(Appended.FENCED);
        awaitEntries(List.of(messageWithId("a"), messageWithId("b")));
    }

    @Test
    void whoeverStartsLaterIsToldOfEveryChangeOnce() {
        start();
        append(List.of(message("a"), left("u1", "g1"), Kick.ofUser("u1"), revocation("u2")));
        peer.start(peerFollower);
        await().until(peerFollower::caughtUp);
        Stream<String> followed = peerFollower.entries().stream()
                .flatMap(entry -> Kept.of(entry, "", 1, Instant.EPOCH).stream())
                .map(RecordingFollower::text);
        assertThat(Stream.concat(peerFollower.keptNow().stream(), followed))
                .containsExactlyInAnyOrder("u1 left g1", "u2 is revoked");
    }

    @Test
    void whoeverStartsBehindTheWindowIsToldOfEveryChangeAsKept() {
        start();
        append(List.of(message("a"), left("u1", "g1"), revocation("u2"), message("b")));
        awaitEntries(List.of(message("a"), left("u1", "g1"), revocation("u2"), message("b")));
        forgetWindow();
        peer.start(peerFollower);
        await().until(peerFollower::caughtUp);
        assertThat(peerFollower.keptNow()).containsExactly("u1 left g1", "u2 is revoked");
        assertThat(peerFollower.kept()).extracting(Kept::seq).containsExactlyInAnyOrder(lastSeq() - 2, lastSeq() - 1);
        append(List.of(message("c")));
        await().until(() -> peerFollower.entries().equals(List.of(message("c"))));
    }

    @Test
    void kicksAreFollowedInTheirPlaceAndNotKept() {
        startBoth();
        List<Entry> batch =
                List.of(message("a"), Kick.ofUser("u1"), message("b"), Kick.ofSession("A".repeat(22)), message("c"));
        append(batch);
        awaitEntries(batch);
        await().until(() -> peerFollower.entries().equals(batch));
        forgetWindow();
        RecordingFollower late = new RecordingFollower();
        ClusterBus later = openPeer("node-3");
        later.start(late);
        await().until(late::caughtUp);
        assertThat(late.kept()).isEmpty();
        assertThat(late.entries()).isEmpty();
        later.close();
    }

    @Test
    void aRevocationWithoutATimeIsKeptAsOfWhenTheLogTookIt() {
        start();
        append(List.of(Revocation.ofUser("u1"), Revocation.ofToken("t1")));
        await().until(() -> follower.entries().size() == 2);
        Instant taken = follower.batches().get(0).changedAt();
        forgetWindow();
        peer.start(peerFollower);
        await().until(peerFollower::caughtUp);
        assertThat(peerFollower.keptNow()).containsExactly("token t1 is revoked", "u1 is revoked");
        assertThat(peerFollower.kept()).allSatisfy(kept -> {
            Kept.Revoked revoked = (Kept.Revoked) kept;
            assertThat(revoked.when()).isEqualTo(taken);
            assertThat(revoked.reach()).isEqualTo(revoked.revocation().userId() == null ? Instant.MAX : taken);
        });
    }

    @Test
    void ofRevocationsOfTheSameTokensTheOneThatReachesFurthestIsTold() {
        start();
        append(List.of(Revocation.ofUser("u1"), revocation("u1")));
        await().until(() -> follower.entries().size() == 2);
        Instant taken = follower.batches().get(0).changedAt();
        forgetWindow();
        peer.start(peerFollower);
        await().until(peerFollower::caughtUp);
        assertThat(peerFollower.kept())
                .extracting(kept -> ((Kept.Revoked) kept).reach())
                .containsExactly(taken);
    }

    @Test
    void ofEachMembershipTheNewestIsTold() {
        start();
        append(List.of(joined("u1", "g1"), left("u1", "g1"), left("u2", "g1"), joined("u2", "g1"), joined("u1", "g2")));
        append(List.of(gone("g3"), joined("u3", "g3")));
        forgetWindow();
        peer.start(peerFollower);
        await().until(peerFollower::caughtUp);
        assertThat(peerFollower.keptNow())
                .containsExactly("g3 is gone", "u1 joined g2", "u1 left g1", "u2 joined g1", "u3 joined g3");
    }

    @Test
    void whoeverStartsWithinTheWindowIsToldWhatHeldInFrontOfIt() {
        start();
        append(List.of(joined("u1", "g1"), message("a")));
        forgetWindow();
        append(List.of(left("u1", "g1"), message("b")));
        peer.start(peerFollower);
        await().until(peerFollower::caughtUp);
        assertThat(peerFollower.keptNow()).containsExactly("u1 joined g1");
        assertThat(peerFollower.entries()).containsExactly(left("u1", "g1"), message("b"));
    }

    @Test
    void aLossIsToldAsAGapWithEveryChangeAndTheLogGoesOnElsewhere() {
        startBoth();
        append(List.of(message("a"), left("u1", "g1")));
        await().until(() -> peerFollower.entries().size() == 2);
        awaitEntries(List.of(message("a"), left("u1", "g1")));
        loseEntries();
        await().until(() -> {
            append(List.of(message("b")));
            return gaps(follower) > 1 && gaps(peerFollower) > 1;
        });
        done(peer.append(List.of(messageWithId("end"))));
        await().until(() -> follower.entries().contains(messageWithId("end")));
        await().until(() -> peerFollower.entries().contains(messageWithId("end")));
        assertThat(lastPlace(follower).epoch())
                .isNotEqualTo(follower.batches().get(0).last().epoch());
        for (RecordingFollower each : List.of(follower, peerFollower)) {
            await().until(() -> each.keptNow().contains("u1 left g1"));
        }
    }

    @Test
    void whoeverStartsLaterGoesOnWhereTheOthersAre() {
        start();
        append(List.of(message("a"), message("b")));
        awaitEntries(List.of(message("a"), message("b")));
        peer.start(peerFollower);
        await().until(peerFollower::caughtUp);
        append(List.of(message("c")));
        await().until(() -> peerFollower.entries().contains(message("c")));
        awaitEntries(List.of(message("a"), message("b"), message("c")));
        assertThat(lastPlace(peerFollower)).isEqualTo(lastPlace(follower));
    }

    @Test
    void instancesComeAndGo() {
        startBoth();
        await().until(() -> bus.instances().containsAll(List.of(NODE, PEER)));
        await().until(() -> peer.instances().containsAll(List.of(NODE, PEER)));
        peer.close();
        await().until(() -> !bus.instances().contains(PEER));
    }

    @Test
    void whoRetiresLeavesTheInstancesOfTheOthersTooAndHearsOfThem() {
        startBoth();
        await().until(() -> peer.instances().containsAll(List.of(NODE, PEER)));
        await().until(() -> bus.instances().containsAll(List.of(NODE, PEER)));
        bus.retire();
        await().until(() -> !peer.instances().contains(NODE));
        assertThat(peer.instances()).contains(PEER);
        assertThat(bus.instances()).containsExactly(PEER);
        append(List.of(message("a")));
        await().until(() -> peerFollower.entries().contains(message("a")));
        peer.close();
        await().until(() -> bus.instances().isEmpty());
    }

    @Test
    void whoComesLaterWithAnotherValueIsUnwellAndNamesItUntilTheOthersHaveGone() {
        bus.mustAgree(() -> Map.of("auth.key", "right-value", "auth.mode", "open"));
        peer.mustAgree(() -> Map.of("auth.key", "wrong-value", "auth.mode", "open"));
        start();
        await().until(() -> bus.health().up() && bus.instances().contains(NODE));
        peer.start(peerFollower);
        await().untilAsserted(() -> assertThat(peer.health().reason())
                .contains("auth.key")
                .doesNotContain("auth.mode", "wrong-value", "right-value"));
        append(List.of(message("a")));
        await().until(() -> peerFollower.entries().contains(message("a")));
        assertThat(bus.health().up()).isTrue();
        assertThat(peer.health().up()).isFalse();
        bus.retire();
        await().until(() -> peer.health().up());
    }

    @Test
    void whoHasTheSameOrKnowsLessIsWell() {
        bus.mustAgree(() -> Map.of("auth.key", "value", "added.later", "x"));
        peer.mustAgree(() -> Map.of("auth.key", "value"));
        startBoth();
        await().until(() -> bus.health().up() && peer.health().up());
    }

    private void startBoth() {
        start();
        peer.start(peerFollower);
        await().until(peerFollower::caughtUp);
    }

    private long lastSeq() {
        return lastPlace(follower).seq();
    }

    private static long gaps(RecordingFollower of) {
        return of.calls().stream().filter(Call.Gap.class::isInstance).count();
    }

    private static Place lastPlace(RecordingFollower of) {
        List<Call.Batch> batches = of.batches();
        return batches.get(batches.size() - 1).last();
    }
}
