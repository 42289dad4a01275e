package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.left;
import static io.wsgateway.testkit.Samples.message;
import static io.wsgateway.testkit.Samples.messageWithId;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Place;
import io.wsgateway.model.Revocation;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.Kept;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.FaultProxy;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept of the changes that are appended is small and whole, and told to whoever begins later. */
class KeptStoreIT extends KeptChanges {
    @Test
    void aChangeTakesWhatRightsNeedWhateverTheEventSays() {
        String big = "x".repeat(20_000);
        List<String> users = IntStream.range(0, 200).mapToObj(i -> "user-" + i).toList();
        long before = memory();
        for (String user : users) {
            log.append(OutgoingBatch.of(
                    List.of(Event.toUsers(Set.of(user), "guild.create", Payload.of("{\"name\":\"" + big + "\"}"))
                            .withMembership(new Membership(true, "g1")))));
            log.append(OutgoingBatch.of(List.of(left(user, "g1"))));
        }
        assertThat((memory() - before) / users.size()).as("bytes of one").isLessThan(200);
        assertThat(server.run("HLEN", "gw:changes")).isEqualTo("202");
    }

    @Test
    void aMembershipIsKeptOnceHoweverOftenItChanges() {
        for (int i = 0; i < 100; i++) {
            log.append(OutgoingBatch.of(List.of(change("u9", "g9", i % 2 == 0))));
        }
        assertThat(server.run("HLEN", "gw:changes")).isEqualTo("3");
        assertThat(memory()).isLessThan(2_000);
    }

    @Test
    void whoBeginsWithinTheWindowIsToldWhatHeldThere() {
        Place joined =
                log.append(OutgoingBatch.of(List.of(change("u9", "g9", true)))).end();
        Place left =
                log.append(OutgoingBatch.of(List.of(change("u9", "g9", false)))).end();
        Place again =
                log.append(OutgoingBatch.of(List.of(change("u9", "g9", true)))).end();
        assertThat(toldAt(joined)).contains("u9 joined g9");
        assertThat(toldAt(left)).contains("u9 left g9");
        assertThat(toldAt(again)).contains("u9 joined g9");
        assertThat(toldAt(new Place(joined.epoch(), 0, 0))).noneMatch(text -> text.startsWith("u9"));
    }

    @Test
    void whatChangedTooOftenToKnowIsTakenForARemoval() {
        Place first =
                log.append(OutgoingBatch.of(List.of(change("u9", "g9", true)))).end();
        for (int i = 0; i < KeptVersions.MOST; i++) {
            log.append(OutgoingBatch.of(List.of(change("u9", "g9", true))));
        }
        assertThat(toldAt(first)).contains("u9 left g9");
    }

    @Test
    void aThousandUsersOfOneEventAreKeptApart() {
        Event all = everyoneOf(1_300, "g7");
        Place end = log.append(OutgoingBatch.of(List.of(message("a"), all, left("u3", "g3"), message("b"))))
                .end();
        assertThat(toldAt(end)).hasSize(1_302).contains("user-77 left g7", "u3 left g3");
    }

    @Test
    void aBatchThatChangesThousandsOfMembershipsGoesInPieces() {
        List<Entry> batch = IntStream.range(0, 6)
                .<Entry>mapToObj(i -> everyoneOf(900, "g" + i).withId("e" + i))
                .toList();
        assertThat(OutgoingBatch.pieces(batch))
                .hasSize(3)
                .allSatisfy(piece -> assertThat(piece.entries()).hasSize(2));
        FaultProxy proxy = closedLater(new FaultProxy(server.port()));
        Instance one = started(config(RedisServer.uri(proxy.port()), "one"));
        ClusterBus.Appender owner = done(one.bus().claim("p0"));
        proxy.loseAnswerTo("e2"); // the second piece
        assertThat(owner.append(batch)
                        .toCompletableFuture()
                        .handle((done, failure) -> failure)
                        .join())
                .isNotNull();
        assertThat(done(owner.append(batch))).isEqualTo(ClusterBus.Appended.YES);
        done(one.bus()
                .append(batch.stream()
                        .<Entry>map(entry -> ((Event) entry).withId("again-" + ((Event) entry).id()))
                        .toList()));
        await().until(() -> one.follower().entries().size() == 12);
        assertThat(one.follower().entries().subList(0, 6)).isEqualTo(batch);
    }

    @Test
    void aLaterRevocationThatReachesLessFarTakesNothingBack() {
        Instant far = Instant.parse("2026-06-01T12:00:00Z");
        log.append(OutgoingBatch.of(List.of(Revocation.ofUser("u5").withIssuedBefore(far))));
        Place end = log.append(OutgoingBatch.of(List.of(Revocation.ofUser("u5").withIssuedBefore(far.minusSeconds(9)))))
                .end();
        List<Kept> told = new ArrayList<>();
        told(end).forEach(told::add);
        assertThat(told)
                .anyMatch(one -> one instanceof Kept.Revoked revoked
                        && revoked.revocation().issuedBefore().equals(far));
    }

    @Test
    void aTokenThatIsRevokedAgainIsKeptFromThenOn() {
        Revocation revocation = Revocation.ofToken("t1");
        Instant first = log.append(OutgoingBatch.of(List.of(revocation))).changedAt();
        await().until(() -> Instant.now().isAfter(first.plusMillis(2)));
        AppendAnswer again = log.append(OutgoingBatch.of(List.of(revocation)));
        assertThat(again.changedAt()).isAfter(first);
        assertThat(told(again.end()))
                .anyMatch(one -> one instanceof Kept.Revoked revoked
                        && revoked.revocation().equals(revocation)
                        && revoked.when().equals(again.changedAt()));
    }

    @Test
    void whatIsKeptOfAnUnreadableBatchIsToldAndTheLogGoesOn() {
        Instance one = started(server, "one");
        OutgoingBatch batch = OutgoingBatch.of(List.of(left("u1", "g2"), left("u2", "g2"), message("unreadable")));
        int second = Integer.BYTES + ByteBuffer.wrap(batch.body()).getInt(0);
        batch.body()[second + Integer.BYTES] = 99; // a format that nobody knows
        log.append(batch);
        done(one.bus().append(List.of(messageWithId("later"))));
        await().until(() -> one.follower().entries().contains(messageWithId("later")));
        assertThat(one.follower().entries()).containsExactly(messageWithId("later"));
        assertThat(one.gaps()).isEqualTo(2);
        assertThat(one.follower().keptNow()).contains("u1 left g2", "u2 left g2");
    }

    @Test
    void aRemovalCountsFromTheCallersClockWhereTheLogsIsFarBehind() {
        Instant late = Instant.now().plus(DAY);
        AppendAnswer answer = log(() -> late, known()).append(OutgoingBatch.of(List.of(left("u8", "g1"))));
        assertThat(answer.when()).isBefore(late.minusSeconds(3600));
        assertThat(answer.changedAt()).isEqualTo(Instant.ofEpochMilli(late.toEpochMilli()));
        List<Kept> told = new ArrayList<>();
        told(answer.end()).forEach(told::add);
        assertThat(told).extracting(Kept::when).contains(answer.changedAt());
        Instance one = started(server, "one");
        assertThat(one.follower().batches())
                .last()
                .satisfies(batch -> assertThat(batch.changedAt()).isEqualTo(answer.changedAt()));
    }
}
