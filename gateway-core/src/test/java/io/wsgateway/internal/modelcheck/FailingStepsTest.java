package io.wsgateway.internal.modelcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.lane.Stage;
import io.wsgateway.internal.modelcheck.Instance.Shape;
import io.wsgateway.internal.session.LaneFaults;
import io.wsgateway.internal.support.ManualClock;
import io.wsgateway.model.Audience;
import io.wsgateway.model.CloseReason;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Place;
import io.wsgateway.spi.GuildAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Memory runs out at a step of a lane's turn, at every step in turn: nobody has a hole that wasn't said, a repeat, an event
 * out of order or beyond a right, and the lane goes on.
 */
class FailingStepsTest {
    private static final int RUNS = Integer.getInteger("failing.runs", 1500);

    /** Fewer times than a lane tries: nothing is lost by that. */
    @ParameterizedTest
    @ValueSource(ints = {1, LaneFaults.TRIES - 2})
    void stepThatFailsForAMomentCostsAtMostAConnectionEachTime(int times) {
        long steps = stepsOfAWholeRun();
        Life undisturbed = new Life(Trap.NONE, false);
        undisturbed.play();
        for (long at = 0; at < steps; at++) {
            Trap trap = new Trap(at, times);
            Life life = new Life(trap, false);
            assertThat(life.play().first())
                    .as("step %d of %d, %s", at, steps, trap.site())
                    .isEmpty();
            assertThat(life.ends())
                    .as("closed at step %d of %d, %s", at, steps, trap.site())
                    .isLessThanOrEqualTo(undisturbed.ends() + trap.sprung());
            assertThat(trap.sprung()).as("step %d", at).isPositive();
        }
    }

    @Test
    void stepThatGoesOnFailingIsGivenUpAndTheLossIsSaid() {
        long steps = stepsOfAWholeRun();
        for (long at = 0; at < steps; at++) {
            Trap trap = new Trap(at, 4 * LaneFaults.TRIES);
            Faults faults = new Life(trap, true).play();
            assertThat(faults.first())
                    .as("step %d of %d, %s", at, steps, trap.site())
                    .isEmpty();
            assertThat(trap.sprung()).as("step %d", at).isPositive();
        }
    }

    @Test
    void noStepOfARandomRunMattersMore() {
        Long only = Long.getLong("failing.seed");
        long first = only != null ? only : System.nanoTime();
        int sprung = 0;
        for (long seed = first; seed < first + (only != null ? 1 : RUNS); seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int times = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(2 * LaneFaults.TRIES);
            Trap trap = new Trap(random.nextInt(1 + random.nextInt(6000)), times);
            Faults faults;
            try {
                faults = times < LaneFaults.TRIES
                        ? SimulationRun.play(seed, new TrappedParts(trap), new Tally())
                        : SimulationRun.playLossy(seed, new TrappedParts(trap), new Tally());
            } catch (RuntimeException | Error e) {
                throw new AssertionError("Run with -Dfailing.seed=" + seed + " (" + trap.site() + ")", e);
            }
            assertThat(faults.first())
                    .as("-Dfailing.seed=%d, %s", seed, trap.site())
                    .isEmpty();
            sprung += trap.sprung() > 0 ? 1 : 0;
        }
        assertThat(sprung).isPositive();
    }

    private static long stepsOfAWholeRun() {
        Trap trap = new Trap(-1, 0);
        assertThat(new Life(trap, false).play().first()).isEmpty();
        return trap.steps();
    }

    /** A lane's life in short: subscriptions, events, a client that doesn't read, removals, resumes, a kick, a timeout. */
    private static final class Life {
        private final ManualClock clock = new ManualClock();
        private final ReferenceLog log = new ReferenceLog(new Place("e1", 0, 7));
        private final ReferenceModel law = new ReferenceModel(log, false, ReferenceModel.DAY);
        private final Faults faults = new Faults();
        private final SharedModelState crowd = new SharedModelState(Stage.LIMITS, clock);
        private final WorkloadGenerator script = new WorkloadGenerator(new SplittableRandom(1));
        private final List<SimulatedClient> players = new ArrayList<>();
        private final List<ConnectionChecker> witnesses = new ArrayList<>();
        private final Instance instance;

        Life(Trap trap, boolean lossy) {
            crowd.failing();
            if (lossy) {
                crowd.lossy();
            }
            Shape shape = new Shape(1, GuildAccess.CLAIM, 3_600_000, 1 << 22, 600);
            instance = new Instance(log, crowd, shape, new TrappedParts(trap), Runnable::run, clock, clock);
        }

        Faults play() {
            publish(script.membership(true));
            instance.begin();
            int ann = arrive("ann", true, "red", "blue");
            int old = arrive("bob", false, "red", "blue");
            int slow = arrive("cid", true, "red");
            int second = arrive("ann", true);
            players.get(slow).client().stopReading();
            for (int n = 0; n < 10; n++) {
                publish(event(new Audience.Guilds(Set.of("red"), Set.of()), 80));
            }
            publish(event(new Audience.Guilds(Set.of("red", "blue"), Set.of("bob")), 10));
            publish(event(new Audience.Users(Set.of("ann", "bob")), 10), event(new Audience.Everyone(Set.of()), 10));
            heartbeats();
            publish(Stage.left("ann", "red"), event(new Audience.Guilds(Set.of("red"), Set.of()), 5));
            players.get(slow).client().startReading();
            settle();
            back(ann);
            publish(event(new Audience.Guilds(Set.of("blue"), Set.of()), 5), Stage.gone("blue"));
            publish(event(new Audience.Guilds(Set.of("blue"), Set.of()), 5));
            back(old);
            publish(Stage.joined("ann", "red"), new Kick("bob", CloseReason.RESTART));
            back(second);
            publish(event(new Audience.Guilds(Set.of("red"), Set.of()), 5));
            pass(Duration.ofSeconds(40));
            heartbeats();
            publish(event(new Audience.Guilds(Set.of("red"), Set.of()), 5));
            pass(Duration.ofSeconds(40));
            settle();
            for (SimulatedClient player : players) {
                player.look();
                player.witness.settled();
            }
            return faults;
        }

        /** Connections that the gateway closed, whatever for. */
        long ends() {
            return witnesses.stream().filter(ConnectionChecker::wasEnded).count();
        }

        private ConnectionChecker witness(String name) {
            ConnectionChecker witness = new ConnectionChecker(name, law, crowd, faults);
            witnesses.add(witness);
            return witness;
        }

        private int arrive(String user, boolean modern, String... guilds) {
            SimulatedClient player = new SimulatedClient(instance, witness(user + players.size()));
            players.add(player);
            player.identify(modern, token(user), token(user).text(), clock.instant());
            settle();
            for (String guild : guilds) {
                if (player.isOpen()) {
                    player.subscribe(modern, guild, clock.instant());
                }
            }
            settle();
            return players.size() - 1;
        }

        // The client of a connection, open or not, returns on a new one.
        private void back(int n) {
            SimulatedClient before = players.get(n);
            Token token = before.witness.token();
            if (before.isOpen()) {
                before.leave(false);
            }
            settle();
            if (before.sawReady() && token != null) {
                SimulatedClient player = new SimulatedClient(instance, witness("back" + n));
                players.set(n, player);
                player.resume(true, token, before.cursor(), new ArrayList<>(before.guilds), clock.instant());
                settle();
            }
        }

        private Token token(String user) {
            return new Token(user, new TreeSet<>(Set.of("red", "blue")), clock.instant(), law.tokenLife());
        }

        private void publish(Entry... entries) {
            log.append(List.of(entries), clock.instant(), log.size() + 1L);
            instance.follow(1);
            settle();
        }

        private Event event(Audience audience, int size) {
            Payload data = Payload.of("{\"n\":" + log.size() + ",\"is\":\"" + "x".repeat(size) + "\"}");
            return new Event(null, "message.create", audience, data, false, null, null);
        }

        private void heartbeats() {
            for (SimulatedClient player : players) {
                if (player.isOpen()) {
                    player.heartbeat(true, true, clock.instant());
                }
            }
            settle();
        }

        private void pass(Duration time) {
            clock.advance(time);
            settle();
        }

        private void settle() {
            instance.settle();
            players.forEach(SimulatedClient::look);
        }
    }
}
