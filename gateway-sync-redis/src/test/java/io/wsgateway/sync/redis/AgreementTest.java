package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wsgateway.sync.redis.HealthTracker.Part;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private long now;
    private final HealthTracker tracker = new HealthTracker("redis.example:6379", () -> now);
    private final Agreement mine = new Agreement(tracker, () -> now);

    @BeforeEach
    void up() {
        tracker.fails(Part.LOG, "not read yet");
        tracker.works(Part.LOG);
        mine.on(Map.of("auth.jwt.secret", "one", "guilds.access", "claim"));
    }

    @Test
    void everyNameThatDiffersIsNamed() {
        mine.compare(theirs(Map.of("auth.jwt.secret", "other", "guilds.access", "claim", "unknown", "x")));
        assertThat(mine.mark()).isEqualTo("d");
        assertThat(tracker.health().reason()).contains("auth.jwt.secret").doesNotContain("guilds.access", "unknown");
        mine.compare(theirs(Map.of("auth.jwt.secret", "one", "guilds.access", "claim")));
        assertThat(mine.mark()).isEqualTo("a");
        assertThat(tracker.health().up()).isTrue();
    }

    @Test
    void aHashDependsOnTheSaltAndOnTheName() {
        String before = mine.hashes();
        mine.saltWith("another");
        assertThat(mine.hashes()).isNotEqualTo(before).contains("auth.jwt.secret=", "guilds.access=");
        mine.on(Map.of("a", "same", "b", "same"));
        String[] both = mine.hashes().split(",", -1);
        assertThat(both[0].substring(2)).isNotEqualTo(both[1].substring(2));
    }

    @Test
    void whoDiffersSaysSoUntilNobodyHasSaidOtherwiseForAWhile() {
        mine.compare(theirs(Map.of("auth.jwt.secret", "other")));
        mine.compare("");
        assertThat(mine.mark()).isEqualTo("d");
        now += TimeUnit.SECONDS.toNanos(11);
        mine.compare("");
        assertThat(mine.mark()).isEmpty();
        assertThat(tracker.health().up()).isFalse();
    }

    @Test
    void aNameThatCouldBreakTheListIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> mine.on(Map.of("a,b=", "x")));
    }

    private String theirs(Map<String, String> facts) {
        Agreement other = new Agreement(tracker, () -> now);
        other.saltWith(mine.salt());
        other.on(facts);
        return other.hashes();
    }
}
