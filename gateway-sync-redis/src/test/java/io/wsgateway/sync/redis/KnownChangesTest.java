package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.left;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus.Kept;
import io.wsgateway.sync.redis.KnownChanges.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownChangesTest {
    private static final String EARLIER = "0660e52c9b8719aaaaaaaa";
    private static final String LATER = "0660e52c9b871a00000000";
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private Instant now = NOON;
    private final KnownChanges changes = new KnownChanges(Duration.ofHours(1), () -> now);

    @Test
    void theyAreToldOldestFirstWhateverTheOrderTheyCameBackIn() {
        add(LATER, 12, 3, "third");
        add(EARLIER, 20, 1, "first");
        add(EARLIER, 11, 2, "second"); // another branch of a log that went back
        assertThat(changes.upTo(new Place(LATER, 12, 0)))
                .extracting(Kept::entry)
                .containsExactly(left("first", "g1"), left("second", "g1"), left("third", "g1"));
    }

    @Test
    void whatStandsBehindThePlaceIsNotTold() {
        add(LATER, 12, 3, "before");
        add(LATER, 13, 4, "behind");
        add(EARLIER, 99, 1, "earlier epoch");
        assertThat(changes.upTo(new Place(LATER, 12, 0)))
                .extracting(Kept::entry)
                .containsExactly(left("earlier epoch", "g1"), left("before", "g1"));
    }

    @Test
    void aChangeIsKnownOnceAndForAsLongAsItIsKept() {
        Change change = add(EARLIER, 1, 0, "u1");
        assertThat(changes.add(change)).isFalse();
        assertThat(changes.without(Set.of())).containsExactly(change);
        assertThat(changes.without(Set.of(change.at()))).isEmpty();
        now = NOON.plus(Duration.ofHours(1)).plusSeconds(1);
        assertThat(changes.without(Set.of())).isEmpty();
        assertThat(changes.add(change)).as("too old to be news").isFalse();
    }

    @Test
    void theEarlierOfTwoTimesHolds() {
        Change change = add(EARLIER, 1, 60, "u1");
        assertThat(changes.add(new Change(change.at(), NOON, change.entry()))).isFalse();
        assertThat(changes.add(change)).isFalse();
        assertThat(changes.upTo(change.at())).extracting(Kept::when).containsExactly(NOON);
    }

    private Change add(String epoch, long seq, long second, String user) {
        Place at = new Place(epoch, seq, 7);
        Instant when = NOON.plusSeconds(second);
        changes.add(at, when, left(user, "g1"));
        return changes.without(Set.of()).stream()
                .filter(change -> change.at().equals(at))
                .findFirst()
                .orElseThrow();
    }
}
