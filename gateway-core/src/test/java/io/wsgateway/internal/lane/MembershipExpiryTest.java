package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.access.Identity;
import io.wsgateway.internal.access.MembershipRecord;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.Session;
import io.wsgateway.model.Audience;
import io.wsgateway.model.Event;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Payload;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.spi.MembershipTable;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Changes that no token can be older than are forgotten in slices, by the log's time. */
class MembershipExpiryTest {
    private static final Duration KEEP = Stage.LIMITS.keepChanges();
    /** How often updating a session throws. */
    private int failures;

    private final Stage stage = new Stage(
            1,
            Stage.LIMITS,
            new Ring(120_000, 1 << 20),
            GuildAccess.CLAIM,
            parts -> new LaneGroup(parts, 1, Runnable::run, new Failing(), LaneThread.TICK));
    private final Lane lane = stage.lanes.lane(0);

    @Test
    void aTurnForgetsASliceHoweverMuchIsOld() {
        int changes = 20_000;
        everybodyLeaves(changes);
        stage.publishMany("blue", 0, 256);
        later(KEEP.plusSeconds(1), List.of());
        int before = old();
        assertThat(before).isGreaterThan(0);
        int turns = 0;
        for (int left = before; left > 0; left = old()) {
            stage.turn(0);
            assertThat(left - old()).isLessThanOrEqualTo(2 * changes / MembershipTable.SEGMENTS);
            assertThat(++turns).isLessThan(10_000);
            stage.clock.advance(Duration.ofSeconds(1));
        }
        assertThat(turns).isGreaterThan(MembershipTable.SEGMENTS / 2);
    }

    @Test
    void aTurnUpdatesASliceOfTheSessions() {
        List<InMemoryClient> clients = whoseGuildIsLongGone(200);
        int claims = claiming("red");
        assertThat(claims).isEqualTo(200);
        int turns = 0;
        for (int left = claims; left > 0; left = claiming("red")) {
            turn(turns, clients);
            assertThat(left - claiming("red")).isLessThanOrEqualTo(MembershipExpiry.SESSIONS);
            assertThat(++turns).isLessThan(10_000);
        }
        stage.settle();
        clients.get(0).drain();
        clients.get(0).send(Requests.subscribe("red", "1"));
        stage.settle();
        assertThat(Reply.only(clients.get(0)).code()).isEqualTo("FORBIDDEN");
    }

    @Test
    void oneWhoseUpdateFailsIsUpdatedBeforeAnythingIsForgotten() {
        List<InMemoryClient> clients = whoseGuildIsLongGone(40);
        failures = 3;
        for (int turns = 0; turns < 10_000 && old() > 0; turns++) {
            turn(turns, clients);
        }
        assertThat(failures).isZero();
        assertThat(old()).isZero();
        assertThat(claiming("red")).isZero();
    }

    @Test
    void aClockThatIsADayAheadForAMinuteForgetsNoRemoval() {
        Stage stage = new Stage();
        stage.publish(Stage.left("alice", "red"));
        stage.settle();
        long issued = stage.clock.instant().minusSeconds(10).toEpochMilli();
        // The log's clock jumps, time itself does not.
        for (int second = 0; second < 120; second++) {
            stage.clock.advance(Duration.ofSeconds(1));
            stage.publishAt(stage.clock.instant().plus(Duration.ofHours(25)), Stage.event("blue", second));
            stage.turns(600);
        }
        assertThat(Reply.only(stage.identified("alice red@" + issued)).texts("guilds"))
                .isEmpty();
    }

    /** Their tokens name it, and all that is known of its end is too old. */
    private List<InMemoryClient> whoseGuildIsLongGone(int count) {
        List<InMemoryClient> clients = IntStream.range(0, count)
                .mapToObj(i -> stage.identified(
                        "user" + i + " red~" + KEEP.multipliedBy(3).toMillis()))
                .toList();
        stage.publish(Stage.gone("red"));
        stage.publishMany("blue", 0, 256);
        later(KEEP.plusSeconds(1), clients);
        return clients;
    }

    /** A turn; with every thousandth half a minute passes. */
    private void turn(int number, List<InMemoryClient> clients) {
        if (number % 1_000 == 999) {
            alive(clients);
            stage.clock.advance(Duration.ofSeconds(31));
        }
        stage.turn(0);
    }

    private void everybodyLeaves(int users) {
        for (int from = 0; from < users; from += 100) {
            Set<String> some =
                    IntStream.range(from, from + 100).mapToObj(i -> "user" + i).collect(Collectors.toSet());
            stage.publish(new Event(
                    null,
                    "guild.delete",
                    new Audience.Users(some),
                    Payload.of("{}"),
                    false,
                    new Membership(false, "red"),
                    null));
            stage.settle();
        }
    }

    /** So much later what was said has left the ring, and a while ago. */
    private void later(Duration time, List<InMemoryClient> clients) {
        for (Duration left = time; !left.isNegative(); left = left.minusSeconds(50)) {
            stage.clock.advance(Duration.ofSeconds(50));
            alive(clients);
        }
        stage.publishMany("blue", 0, 2 * 256);
        stage.turns(100);
    }

    private void alive(List<InMemoryClient> clients) {
        clients.forEach(client -> client.send(Requests.HEARTBEAT));
        stage.turns(2);
        clients.forEach(InMemoryClient::drain);
    }

    private int old() {
        return lane.expiry.record.oldChanges();
    }

    private int claiming(String guild) {
        List<Session> claiming = new ArrayList<>();
        for (int i = 0; i < lane.connections.size(); i++) {
            if (lane.connections.session(i).identity().rights().permits(guild)) {
                claiming.add(lane.connections.session(i));
            }
        }
        return claiming.size();
    }

    private final class Failing extends LongTokens {
        @Override
        protected MembershipRecord record(Predicate<String> ours) {
            return new FailingRecord(ours);
        }
    }

    private final class FailingRecord extends MembershipRecord {
        FailingRecord(Predicate<String> ours) {
            super(ours);
        }

        @Override
        public Identity withChanges(Identity identity) {
            if (failures > 0) {
                failures--;
                throw new OutOfMemoryError("as far as this test goes");
            }
            return super.withChanges(identity);
        }
    }
}
