package io.wsgateway.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Revocation;
import io.wsgateway.spi.Kept.Revoked;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeptChangesTest {
    private static final Instant NOON = Instant.parse("2026-02-16T12:00:00Z");

    private final KeptChanges changes = new KeptChanges();

    @Test
    void ofRevocationsOfTheSameTokensTheOneStaysThatSaysMost() {
        Revoked far = user(NOON, 1);
        assertThat(changes.add(far)).isTrue();
        assertThat(changes.add(user(NOON.minusSeconds(1), 2))).isFalse();
        assertThat(changes.add(far)).isFalse();
        assertThat(changes.revocations()).containsExactly(far);

        Revoked later = new Revoked(far.revocation(), "e1", 3, NOON.plusSeconds(9));
        assertThat(changes.add(later)).as("is kept for longer").isTrue();
        assertThat(changes.revocations()).containsExactly(later);
    }

    @Test
    void oneWithoutATimeReachesAsFarAsTheTimeThatCountsForIt() {
        Revoked ofUser = new Revoked(Revocation.ofUser("u1"), "e1", 1, NOON);
        assertThat(ofUser.reach()).isEqualTo(NOON);
        assertThat(ofUser.revocation().issuedBefore()).isEqualTo(NOON);
        assertThat(new Revoked(Revocation.ofToken("t1"), "e1", 1, NOON).reach()).isEqualTo(Instant.MAX);
    }

    @Test
    void theirMemoryIsCountedUntilTheyAreForgotten() {
        long none = changes.bytes();
        changes.add(user(NOON, 1));
        changes.add(user(NOON.plusSeconds(1), 2));
        assertThat(changes.bytes()).isBetween(none + 200, none + 400);
        changes.revocations().stream().toList().forEach(changes::remove);
        assertThat(changes.bytes()).isEqualTo(none);
    }

    private static Revoked user(Instant issuedBefore, long seq) {
        return new Revoked(Revocation.ofUser("u1").withIssuedBefore(issuedBefore), "e1", seq, NOON);
    }
}
