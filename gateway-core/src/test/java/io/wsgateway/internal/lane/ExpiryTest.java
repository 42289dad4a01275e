package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Ring;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a connection whose token expires. */
class ExpiryTest extends Expiring {
    private final Instant start = stage.clock.instant();

    // ---- TOKEN_EXPIRING ----

    @Test
    void clientIsToldSixtySecondsBeforeItsTokenExpiresAndOnce() {
        InMemoryClient client = modern("alice", LIFE);
        passAlive(LIFE.minus(NOTICE).minusMillis(1), client);
        assertThat(names(client)).isEmpty();

        passAlive(SOON, client);
        assertThat(toldExpiry(client)).isEqualTo("2026-01-01T00:05:00Z");
        passAlive(NOTICE, client);
        assertThat(names(client)).isEmpty();
    }

    @Test
    void whoUsedNoAdditionIsNotTold() {
        InMemoryClient client = original("alice", LIFE);
        passAlive(LIFE, client);

        assertThat(names(client)).isEmpty();
    }

    @Test
    void whoUsesAnAdditionLaterIsToldAtOnce() {
        InMemoryClient client = original("alice", LIFE);
        passAlive(LIFE.minusSeconds(20), client);
        client.send(Requests.heartbeat("?"));
        passAlive(SOON);

        assertThat(names(client)).containsExactly("TOKEN_EXPIRING");
    }

    @Test
    void tokenThatHasLessThanSixtySecondsLeftIsToldAtOnce() {
        InMemoryClient client = stage.connect();
        client.send(Requests.identify(token("alice", Duration.ofSeconds(40)), "1"));
        stage.settle();
        passAlive(SOON);

        List<Reply> replies = Reply.drain(client);
        assertThat(replies).extracting(Reply::name).containsExactly("READY", "TOKEN_EXPIRING");
        assertThat(replies.get(1).text("expiresAt")).isEqualTo("2026-01-01T00:00:40Z");
    }

    @Test
    void fractionsOfASecondCount() {
        InMemoryClient client = modern("alice", LIFE.plusMillis(250));
        passAlive(LIFE.minus(NOTICE).plusMillis(249), client);
        assertThat(names(client)).isEmpty();

        passAlive(SOON, client);
        assertThat(toldExpiry(client)).isEqualTo("2026-01-01T00:05:00.250Z");
    }

    @Test
    void whoResumesHasUsedAnAddition() {
        InMemoryClient before = stage.identified("alice red");
        String cursor = stage.cursor(before);
        InMemoryClient client = stage.connect();
        client.send(Requests.resume(token("alice red", Duration.ofSeconds(40)), cursor, null, "red"));
        stage.settle();
        passAlive(SOON);

        assertThat(names(client)).containsExactly("READY", "RESUMED", "TOKEN_EXPIRING");
    }

    @Test
    void clientThatTakesNothingIsToldWhenItDoesAgain() {
        InMemoryClient client = modern("alice red", LIFE);
        client.send(Requests.subscribe("red", "2"));
        passAlive(LIFE.minus(NOTICE).minusSeconds(1), client);
        names(client);
        client.stopReading();
        stage.publishMany("red", 0, 200);
        stage.pass(Duration.ofSeconds(2));
        client.startReading();
        stage.settle();
        passAlive(SOON);

        assertThat(names(client)).hasSize(201).endsWith("TOKEN_EXPIRING");
    }

    @Test
    void aChangeOfRightsDoesNotTellItAgain() {
        InMemoryClient client = modern("alice red", LIFE);
        passAlive(LIFE.minus(NOTICE).plus(SOON), client);
        stage.publish(Stage.left("alice", "red"));
        stage.moveOn(client);
        assertThat(names(client)).contains("TOKEN_EXPIRING").doesNotHaveDuplicates();
    }

    // ---- 4103 ----

    @Test
    void connectionIsClosedWith4103ThirtySecondsAfterItsTokenExpiredWhateverItUsed() {
        InMemoryClient modern = modern("alice", LIFE);
        InMemoryClient original = original("bob", LIFE);
        passAlive(LIFE.plus(GRACE).minusMillis(1), modern, original);
        assertThat(modern.closed()).isEmpty();
        assertThat(original.closed()).isEmpty();

        passAlive(SOON, modern, original);
        assertThat(modern.closed()).hasValue(4103);
        assertThat(original.closed()).hasValue(4103);
        assertThat(names(original)).isEmpty();
        assertThat(stage.counts.of("connections.closed.4103")).isEqualTo(2);
        assertThat(stage.lanes.identified()).isZero();
    }

    @Test
    void tokenThatExpiredWithinTheVerifiersToleranceIsToldAtOnceAndHasWhatIsLeftOfThirtySeconds() {
        String token = "alice@" + start.minusSeconds(100).toEpochMilli() + "~90000";
        InMemoryClient client = stage.connect();
        client.send(Requests.identify(token, "1"));
        stage.settle();
        passAlive(SOON);
        assertThat(names(client)).containsExactly("READY", "TOKEN_EXPIRING");

        passAlive(Duration.ofMillis(18_999), client);
        assertThat(client.closed()).isEmpty();
        passAlive(SOON, client);
        assertThat(client.closed()).hasValue(4103);
    }

    @Test
    void tokenThatExpiredLongAgoEndsAtOnceWhateverTheVerifierSays() {
        InMemoryClient client =
                stage.identified("alice@" + start.minusSeconds(100).toEpochMilli() + "~1000");
        passAlive(SOON);

        assertThat(client.closed()).hasValue(4103);
    }

    @Test
    void tokenThatNeverExpiresIsNoTrouble() {
        Stage own = new Stage(
                2,
                Stage.LIMITS,
                new Ring(120_000, 1 << 20),
                GuildAccess.CLAIM,
                parts -> new LaneGroup(parts, 2, Runnable::run, new LongTokens(), LaneThread.TICK));
        InMemoryClient client =
                own.identified("alice~" + Duration.ofDays(300_000_000L).toMillis());
        own.pass(SWEEP);
        own.pass(SWEEP);

        assertThat(names(client)).containsExactly("READY");
        assertThat(client.closed()).isEmpty();
    }

    @Test
    void resumeThatWaitsForItsTurnIsClosedToo() {
        InMemoryClient before = stage.identified("alice red");
        String cursor = stage.cursor(before);
        before.cut();
        stage.publishMany("red", 0, 200);
        InMemoryClient[] replaying = {stage.connect(), stage.connect()};
        for (InMemoryClient client : replaying) {
            client.stopReading();
            client.send(Requests.resume("alice red", cursor, null, "red"));
        }
        stage.settle();
        InMemoryClient third = stage.connect();
        third.send(Requests.resume(token("alice red", Duration.ofSeconds(10)), cursor, "1", "red"));
        stage.settle();
        for (int i = 0; i < 5; i++) {
            for (InMemoryClient client : replaying) {
                client.read(30);
            }
            passAlive(Duration.ofSeconds(9), third);
            assertThat(names(third)).doesNotContain("TOKEN_EXPIRING", "READY");
        }

        assertThat(third.closed()).hasValue(4103);
    }

    @Test
    void aClockThatIsSetBackTellsNothingTwice() {
        InMemoryClient client = modern("alice", LIFE);
        passAlive(LIFE.minusSeconds(30), client);
        assertThat(names(client)).containsExactly("TOKEN_EXPIRING");
        stage.clock.setBack(Duration.ofMinutes(3));
        passAlive(Duration.ofMinutes(3), client);

        assertThat(names(client)).isEmpty();
        assertThat(client.closed()).isEmpty();
    }
}
