package io.wsgateway.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Revocation;
import io.wsgateway.spi.Kept.Revoked;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevokedTokensTest {
    private static final Instant NOON = Instant.parse("2026-02-16T12:00:00Z");

    private final RevokedTokens revoked = new RevokedTokens();

    @Test
    void ofAUserThoseAreRevokedThatWereIssuedBeforeAndNoLater() {
        revoked.add(user("alice", NOON.plusMillis(1), NOON.plusMillis(1)));
        assertThat(revoked.has("alice", null, NOON)).isTrue();
        assertThat(revoked.has("alice", "any", NOON)).isTrue();
        assertThat(revoked.has("alice", null, NOON.plusMillis(1))).isFalse();
        assertThat(revoked.has("bob", null, NOON)).isFalse();
    }

    @Test
    void aTokenIsRevokedWheneverItWasIssued() {
        revoked.add(token("t1", NOON));
        assertThat(revoked.has("alice", "t1", NOON.plusSeconds(80))).isTrue();
        assertThat(revoked.has("alice", "t2", NOON)).isFalse();
        assertThat(revoked.has("t1", null, NOON)).isFalse();
    }

    @Test
    void oneThatReachesLessFarTakesNothingBack() {
        revoked.add(user("alice", NOON, NOON));
        revoked.add(user("alice", NOON.minusSeconds(60), NOON.plusSeconds(1)));
        assertThat(revoked.has("alice", null, NOON.minusMillis(1))).isTrue();
        revoked.add(user("alice", NOON.plusSeconds(2), NOON.plusSeconds(2)));
        assertThat(revoked.has("alice", null, NOON.plusSeconds(1))).isTrue();
        assertThat(revoked.size()).isOne();
    }

    @Test
    void whatIsFromBeforeATimeIsForgottenALittleAtATime() {
        for (int i = 0; i < 10; i++) {
            revoked.add(token("t" + i, NOON.plusSeconds(i)));
        }
        revoked.forget(NOON.plusSeconds(8), 5);
        assertThat(revoked.size()).isEqualTo(5);
        revoked.forget(NOON.plusSeconds(8), 5);
        assertThat(revoked.size()).isEqualTo(2);
        assertThat(revoked.has("alice", "t7", NOON)).isFalse();
        assertThat(revoked.has("alice", "t8", NOON)).isTrue();
    }

    @Test
    void oneThatIsSaidAgainIsKeptForAsLongAsTheLaterOne() {
        revoked.add(token("t1", NOON));
        revoked.add(token("t1", NOON.plusSeconds(60)));
        revoked.forget(NOON.plusSeconds(1), 9);
        assertThat(revoked.has("alice", "t1", NOON)).isTrue();
        revoked.forget(NOON.plusSeconds(61), 9);
        assertThat(revoked.size()).isZero();
    }

    @Test
    void afterAGapOnlyWhatIsKeptHoldsInWhateverOrderItWasTold() {
        revoked.add(token("lost", NOON));
        revoked.replace(List.of(token("t2", NOON.plusSeconds(2)), token("t1", NOON.plusSeconds(1))));
        assertThat(revoked.has("alice", "lost", NOON)).isFalse();
        revoked.forget(NOON.plusSeconds(2), 9);
        assertThat(revoked.has("alice", "t1", NOON)).isFalse();
        assertThat(revoked.has("alice", "t2", NOON)).isTrue();
    }

    private static Revoked user(String id, Instant issuedBefore, Instant when) {
        return new Revoked(Revocation.ofUser(id).withIssuedBefore(issuedBefore), "e1", 1, when);
    }

    private static Revoked token(String id, Instant when) {
        return new Revoked(Revocation.ofToken(id), "e1", 1, when);
    }
}
