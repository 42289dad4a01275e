package io.wsgateway.internal.modelcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.access.TokenAuthenticator;
import io.wsgateway.internal.lane.SomeLimits;
import io.wsgateway.internal.lane.Stage;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Place;
import io.wsgateway.spi.GuildAccess;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The model of {@link InterleavingsTest} over lanes on threads of their own, with a publisher that never waits, two
 * instances of which one follows as it can, and clients that come and go meanwhile.
 */
class FullSpeedTest {
    private static final int ENTRIES = 120_000;
    private static final int LANES = 3;

    @Test
    void nothingIsMissedRepeatedOrLeakedAtFullSpeed() {
        play(64 << 20);
    }

    @Test
    void whatALapOfTheRingCostsIsAnnounced() {
        play(0);
    }

    private static void play(long ringBytes) {
        long seed = System.nanoTime();
        InstantSource clock = InstantSource.system();
        Random random = new Random(seed);
        ReferenceLog log = new ReferenceLog(new Place("e1", 0, random.nextLong()));
        ReferenceModel law = new ReferenceModel(log, false, ReferenceModel.DAY);
        Faults faults = new Faults();
        Tally tally = new Tally();
        List<Instance> instances = new ArrayList<>();
        Executor verification = TokenAuthenticator.executor();
        for (int i = 0; i < 2; i++) {
            // How far an instance falls behind is up to the machine.
            SharedModelState crowd = new SharedModelState(SomeLimits.rates(Stage.LIMITS, SomeLimits.ANY_RATE), clock);
            crowd.lossy();
            Instance.Shape shape = new Instance.Shape(LANES, GuildAccess.CLAIM, 120_000, ringBytes, 16 << 10);
            instances.add(new Instance(log, crowd, shape, new Instance.Parts(), verification, clock, System::nanoTime));
        }
        instances.forEach(Instance::begin);
        instances.forEach(instance -> instance.lanes.start());
        WorkloadGenerator script = new WorkloadGenerator(random);
        Clients clients = new Clients(random, script, law, faults, instances, clock, tally, new Steps(null));

        CompletableFuture<Void> publisher =
                CompletableFuture.runAsync(() -> publish(log, instances.get(0), new Random(seed + 1)));
        CompletableFuture<Void> follower = CompletableFuture.runAsync(() -> {
            while (!publisher.isDone() || instances.get(1).followed() < log.size()) {
                instances.get(1).follow(100);
            }
        });
        while (!follower.isDone() && faults.count() == 0) {
            clients.act();
        }
        follower.join();
        finish(clients);
        instances.forEach(instance -> instance.lanes.close());
        tally.entries = log.size();
        System.out.printf("full speed, seed %d: %s%n", seed, tally);
        assertThat(faults.first())
                .as("seed %d, %d faults", seed, faults.count())
                .isEmpty();
        assertThat(tally.delivered).isPositive();
    }

    private static void publish(ReferenceLog log, Instance first, Random random) {
        WorkloadGenerator script = new WorkloadGenerator(random);
        while (log.size() < ENTRIES) {
            List<Entry> batch = new ArrayList<>();
            for (int n = 1 + random.nextInt(32); n > 0; n--) {
                batch.add(script.entry());
            }
            log.append(batch, InstantSource.system().instant(), random.nextLong());
            first.follow(1);
        }
    }

    // A resume that is ahead of what its instance will ever read gives up after 5 s, and two may wait for each other.
    private static void finish(Clients clients) {
        clients.players().forEach(player -> player.client().startReading());
        Awaitility.waitAtMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> clients.players().stream().allMatch(player -> player.witness.isQuiet()));
        for (SimulatedClient player : clients.players()) {
            player.look();
            player.witness.settled();
            clients.retire(player, false);
        }
    }
}
