package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Place;
import io.wsgateway.model.Revocation;
import io.wsgateway.spi.Kept;
import io.wsgateway.spi.SteadyTime;
import io.wsgateway.testkit.RecordingFollower;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class KeptChangesCacheTest {
    private static final String EARLIER = "0660e52c9b8719aaaaaaaa";
    private static final String LATER = "0660e52c9b871a00000000";
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final KeptChangesCache changes =
            new KeptChangesCache(Duration.ofHours(1), new SteadyTime(System::nanoTime));

    @Test
    void whatIsAppendedAheadOfTheFollowerHoldsFromThereOn() {
        changes.followed(place(LATER, 10), List.of(member(LATER, 10, false)));
        changes.appended(List.of(member(LATER, 13, true)));
        changes.passed(place(LATER, 12));
        assertThat(told(LATER, 12)).containsExactly("u1 left g1");
        changes.passed(place(LATER, 13));
        assertThat(told(LATER, 13)).containsExactly("u1 joined g1");
    }

    @Test
    void whatWasAppendedInALostEpochHoldsInTheNext() {
        changes.appended(List.of(member(EARLIER, 99, false)));
        changes.passed(place(LATER, 3));
        assertThat(told(LATER, 3)).containsExactly("u1 left g1");
    }

    @Test
    void theNewestHoldsWhateverTheOrderTheyCameIn() {
        changes.followed(place(LATER, 3), List.of(member(LATER, 3, false)));
        changes.followed(place(LATER, 3), List.of(member(EARLIER, 99, true)));
        assertThat(told(LATER, 3)).containsExactly("u1 left g1");
    }

    @Test
    void placesOfTheSameEpochHaveItsWholeName() {
        changes.followed(place(LATER, 3), List.of(member(LATER, 3, false)));
        assertThat(changes.at(place(LATER, 3))).extracting(Kept::epoch).containsExactly(LATER);
        assertThat(changes.at(place(LATER.replace("1a0", "1b0"), 3)))
                .extracting(Kept::epoch)
                .containsExactly(KeptVersions.beginning(LATER));
    }

    @Test
    void timesThatClocksHadRunAheadOfAreCorrected() {
        changes.followed(place(EARLIER, 9), List.of(member(EARLIER, 9, false)));
        changes.correct(new Clamp(KeptVersions.beginning(LATER), NOON.minusSeconds(60)));
        assertThat(changes.at(place(LATER, 1))).extracting(Kept::when).containsExactly(NOON.minusSeconds(60));
    }

    @Test
    void ofARevocationFromBeforeAClampTheTimeThatItStatesIsCorrectedToo() {
        changes.appended(List.of(
                new Kept.Revoked(Revocation.ofUser("u1"), EARLIER, 1, NOON),
                new Kept.Revoked(Revocation.ofToken("t1"), EARLIER, 2, NOON)));
        changes.passed(place(LATER, 1));
        Instant latest = NOON.minusSeconds(60);
        changes.correct(new Clamp(KeptVersions.beginning(LATER), latest));
        assertThat(changes.all().revocations())
                .hasSize(2)
                .allMatch(revoked -> revoked.when().equals(latest))
                .extracting(Kept.Revoked::reach)
                .containsExactlyInAnyOrder(latest, Instant.MAX);
    }

    @Test
    void whatIsKeptIsReadAsItWasWritten() {
        Kept left = member(KeptVersions.beginning(EARLIER), 1L << 33, false);
        Kept joined = member(KeptVersions.beginning(EARLIER), 12, true);
        Kept gone = new Kept.Member(null, "ğ", false, KeptVersions.beginning(EARLIER), 13, NOON);
        for (Kept kept : List.of(left, joined, gone)) {
            assertThat(KeptVersions.read(KeptVersions.field(kept), KeptVersions.version(kept)))
                    .containsExactly(kept);
        }
        for (Revocation revocation : List.of(
                Revocation.ofUser("u1"),
                Revocation.ofUser("u1").withIssuedBefore(NOON.minusSeconds(9)),
                Revocation.ofToken("t1"))) {
            Kept kept = new Kept.Revoked(revocation, KeptVersions.beginning(EARLIER), 5, NOON);
            assertThat(KeptVersions.read(KeptVersions.field(kept), KeptVersions.version(kept)))
                    .containsExactly(kept);
        }
        assertThat(issuedBefore(NOON.plusNanos(1))).as("reaches no less far").isEqualTo(NOON.toEpochMilli() + 1);
        assertThat(issuedBefore(Instant.MAX)).isPositive();
        assertThat(issuedBefore(Instant.MIN)).isZero();
    }

    private static long issuedBefore(Instant time) {
        return KeptVersions.issuedBefore(
                new Kept.Revoked(Revocation.ofUser("u1").withIssuedBefore(time), EARLIER, 1, NOON));
    }

    private List<String> told(String epoch, long seq) {
        return StreamSupport.stream(changes.at(place(epoch, seq)).spliterator(), false)
                .map(RecordingFollower::text)
                .toList();
    }

    private static Place place(String epoch, long seq) {
        return new Place(epoch, seq, 7);
    }

    private static Kept member(String epoch, long seq, boolean joined) {
        return new Kept.Member("u1", "g1", joined, epoch, seq, NOON);
    }
}
