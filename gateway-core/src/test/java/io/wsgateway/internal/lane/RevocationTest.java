package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Cursor;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Place;
import io.wsgateway.model.Revocation;
import io.wsgateway.spi.EntryBatch;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.spi.Kept;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Revocations come in the same stream as the events, and hold for as long as a token could live. */
class RevocationTest {
    private final Stage stage = new Stage(4, Stage.LIMITS, new Ring(120_000, 1 << 20), GuildAccess.CLAIM);
    private final Instant issued = stage.clock.instant();

    RevocationTest() {
        stage.pass(Duration.ofSeconds(1));
    }

    @Test
    void connectionsOfATokenEndWhereTheLogSaysThatItIsRevoked() {
        InMemoryClient phone = stage.subscribed(token("alice red", "t1"), "red");
        InMemoryClient desk = stage.subscribed(token("alice red", "t2"), "red");
        publish(Stage.event("red", 1), Revocation.ofToken("t1"), Stage.event("red", 2));

        assertThat(phone.closed()).hasValue(4301);
        assertThat(Reply.numbers(phone)).containsExactly(1);
        assertThat(desk.closed()).isEmpty();
        assertThat(stage.counts.of("connections.closed.4301")).isOne();
    }

    @Test
    void connectionsOfAUserEndWhoseTokensWereIssuedBefore() {
        InMemoryClient old = stage.identified(token("alice red", "t1"));
        InMemoryClient fresh =
                stage.identified("alice red@" + stage.clock.instant().toEpochMilli());
        InMemoryClient bob = stage.identified(token("bob red", "t2"));
        publish(Revocation.ofUser("alice"));

        assertThat(old.closed()).hasValue(4301);
        assertThat(fresh.closed())
                .as("issued when the log took it: no tolerance")
                .isEmpty();
        assertThat(bob.closed()).isEmpty();
    }

    @Test
    void timeThatIsStatedCounts() {
        InMemoryClient old = stage.identified("alice@" + issued.minusMillis(1).toEpochMilli());
        InMemoryClient other = stage.identified("alice@" + issued.toEpochMilli());
        publish(Revocation.ofUser("alice").withIssuedBefore(issued));

        assertThat(old.closed()).hasValue(4301);
        assertThat(other.closed()).isEmpty();
    }

    @Test
    void revokedTokenIsRefusedWhateverItSaysOrIsSentWith() {
        InMemoryClient ready = stage.identified(token("alice red", "t2"));
        publish(Revocation.ofToken("t1"));

        assertThat(stage.identified(token("alice red", "t1")).closed()).hasValue(4004);
        InMemoryClient resuming = stage.connect();
        resuming.send(Stage.resume(token("alice red", "t1"), "junk", "red"));
        ready.send(Requests.identify(token("alice red", "t1")));
        stage.settle();
        assertThat(resuming.closed()).hasValue(4004);
        assertThat(Reply.names(resuming)).isEmpty();
        assertThat(ready.closed()).hasValue(4004);
        assertThat(stage.counts.of("tokens.refused")).isEqualTo(3);
        assertThat(Reply.names(stage.identified(token("alice red", "t3")))).containsExactly("READY");
    }

    @Test
    void anotherUsersRevokedTokenIsRefusedToo() {
        InMemoryClient ready = stage.identified(token("bob red", "t2"));
        publish(Revocation.ofToken("t1"));
        ready.send(Requests.identify(token("alice red", "t1")));
        stage.settle();
        assertThat(ready.closed()).hasValue(4004);
    }

    @Test
    void whoHasANewerTokenStays() {
        InMemoryClient client = stage.identified(token("alice red", "t1"));
        client.send(Requests.identify(token("alice red", "t2")));
        stage.settle();
        publish(Revocation.ofToken("t1"));
        assertThat(client.closed()).isEmpty();
    }

    @Test
    void tokenThatWasCheckedBeforeTheRevocationAndIsActedOnAfterItBringsNobodyIn() {
        OpenVerdicts[] verifier = new OpenVerdicts[1];
        Stage open = new Stage(clock -> verifier[0] = new OpenVerdicts(clock));
        InMemoryClient before = open.identified("alice's");
        InMemoryClient between = open.identified("alice's");
        InMemoryClient after = open.identified("alice's");
        Instant at = open.clock.instant();
        verifier[0].accept(0, at, "alice", "red");
        open.settle();
        verifier[0].accept(1, at, "alice", "red");
        open.clock.advance(Duration.ofMillis(1));
        open.publish(Revocation.ofUser("alice"));
        open.settle();
        verifier[0].accept(2, at, "alice", "red");
        open.settle();

        assertThat(before.closed()).hasValue(4301);
        assertThat(between.closed()).hasValue(4004);
        assertThat(after.closed()).hasValue(4004);
    }

    @Test
    void resumeThatWaitsWhenTheRevocationPassesIsRefused() {
        Place at = Cursor.parse(stage.cursor(stage.identified("somebody")));
        InMemoryClient client = stage.connect();
        client.send(Requests.resume(
                token("alice red", "t1"), Cursor.text(new Place(at.epoch(), at.seq() + 2, 77)), null, "red"));
        stage.settle();
        assertThat(client.received()).isEmpty();
        publish(Revocation.ofToken("t1"));

        assertThat(client.closed()).hasValue(4004);
        assertThat(client.received()).isEmpty();
    }

    @Test
    void replayEndsWhenItsTokenIsRevoked() {
        InMemoryClient away = stage.subscribed(token("alice red", "t1"), "red");
        String cursor = stage.cursor(away);
        away.cut();
        stage.publishMany("red", 0, 400);
        InMemoryClient back = stage.connect();
        back.stopReading();
        back.send(Stage.resume(token("alice red", "t1"), cursor, "red"));
        stage.settle();
        publish(Revocation.ofToken("t1"));
        back.startReading();
        stage.settle();

        assertThat(back.closed()).hasValue(4301);
        assertThat(Reply.names(back)).doesNotContain("RESUMED");
    }

    @Test
    void whatIsKeptEndsConnectionsAndRefusesTokensBehindAGap() {
        InMemoryClient phone = stage.identified(token("alice red", "t1"));
        InMemoryClient desk = stage.subscribed(token("bob red", "t2"), "red");
        Instant now = stage.clock.instant();
        stage.gap(
                new Place("later", 7, 7),
                new Kept.Revoked(Revocation.ofToken("t1"), "later", 5, now),
                new Kept.Revoked(Revocation.ofUser("cid"), "later", 6, now));

        assertThat(phone.closed()).hasValue(4301);
        assertThat(desk.closed()).isEmpty();
        assertThat(stage.identified(token("alice red", "t1")).closed()).hasValue(4004);
        assertThat(stage.identified(token("cid", "t3")).closed()).hasValue(4004);
        assertThat(Reply.names(stage.identified("cid@" + now.toEpochMilli()))).containsExactly("READY");
    }

    @Test
    void revocationInABatchThatIsLostToTheRingHoldsAllTheSame() {
        InMemoryClient client = stage.identified(token("alice red", "t1"));
        Instant now = stage.clock.instant();
        // It doesn't go on where the ring is.
        stage.ringFollower.onBatch(
                new Place("elsewhere", 90, 7), now, now, EntryBatch.of(List.of(Revocation.ofToken("t1"))));
        stage.settle();
        assertThat(client.closed()).hasValue(4301);
        assertThat(stage.identified(token("alice red", "t1")).closed()).hasValue(4004);
    }

    @Test
    void itIsForgottenWhenNoSuchTokenCanBeAlive() {
        publish(Revocation.ofToken("t1"));
        Duration keep = Stage.LIMITS.keepChanges();
        log(keep.minusSeconds(1));
        assertThat(stage.changes.revoked().size()).isOne();
        log(Duration.ofSeconds(62));
        assertThat(stage.changes.revoked().size()).isZero();
    }

    @Test
    void timeOfTheClockThatIsLaterCounts() {
        InMemoryClient client = stage.identified(token("alice red", "t1"));
        // By the log's clock this is a revocation of what was issued before 1970.
        stage.publishAt(Instant.EPOCH, Revocation.ofUser("alice"));
        stage.settle();
        assertThat(client.closed()).hasValue(4301);
    }

    /** The log goes on for a while. */
    private void log(Duration time) {
        for (Duration left = time; !left.isNegative(); left = left.minusSeconds(61)) {
            stage.clock.advance(Duration.ofSeconds(Math.min(61, left.toSeconds())));
            stage.publish(Stage.event("nobody's", 0));
            stage.turns(300);
        }
    }

    private void publish(Entry... entries) {
        stage.publish(entries);
        stage.settle();
    }

    private String token(String who, String id) {
        return who + "@" + issued.toEpochMilli() + "#" + id;
    }
}
