package io.wsgateway.internal.modelcheck;

import io.wsgateway.internal.lane.SomeLimits;
import io.wsgateway.internal.lane.Stage;
import io.wsgateway.internal.session.SessionLimits;
import io.wsgateway.internal.session.SessionLimits.Rates;
import io.wsgateway.internal.support.ManualClock;
import io.wsgateway.model.CloseReason;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Place;
import io.wsgateway.spi.GuildAccess;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One run: a few clients, one or two instances and their log, in an order that the seed picks, with every lane and every
 * token's check taking its turn when chance says so. The same seed is the same run.
 */
final class SimulationRun {
    /** Longer than a token is old when it is used for the first time, shorter than that and some runs together. */
    private static final Duration SHORT_LIFE = Duration.ofSeconds(420);

    private final SplittableRandom random;
    private final WorkloadGenerator script;
    private final ManualClock clock = new ManualClock();
    private final ReferenceLog log;
    private final ReferenceModel law;
    private final Faults faults = new Faults();
    private final Queue<Runnable> checks = new ArrayDeque<>();
    private final List<Instance> instances = new ArrayList<>();
    private final Clients clients;
    private final Steps steps;
    private final Tally tally;
    private final boolean tiny;
    private final int haste;
    private int epochs = 1;

    private SimulationRun(long seed, Instance.Parts parts, boolean lossy, Tally tally, @Nullable StringBuilder trace) {
        random = new SplittableRandom(seed);
        this.tally = tally;
        steps = new Steps(trace);
        script = new WorkloadGenerator(random);
        tiny = random.nextInt(3) == 0;
        haste = 1 + random.nextInt(12);
        boolean open = random.nextInt(12) == 0;
        SessionLimits base = Stage.LIMITS;
        int subscriptions = random.nextInt(8) == 0 ? 2 : 200;
        boolean shared = random.nextInt(3) > 0;
        // By the seed itself: a run that isn't one of few messages, or of short lives, is what it would be without
        // such.
        Rates rates = seed % 6 != 0 ? SomeLimits.ANY_RATE : new Rates(4 + (int) Math.floorMod(seed / 6, 12L), 2, 3);
        SessionLimits limits = SomeLimits.rates(
                SomeLimits.of(
                        base.deadlines().identify(),
                        subscriptions,
                        base.connections(),
                        shared,
                        base.deadlines().queueStall()),
                rates);
        log = new ReferenceLog(new Place("e001", random.nextInt(3) * 100, random.nextLong()));
        law = new ReferenceModel(log, open, seed % 6 == 1 ? SHORT_LIFE : ReferenceModel.DAY);
        Instance.Shape shape = new Instance.Shape(
                1 + random.nextInt(3),
                open ? GuildAccess.OPEN : GuildAccess.CLAIM,
                tiny ? 120_000 : 3_600_000,
                tiny ? 0 : 1 << 22,
                random.nextInt(3) == 0 ? 1 << 16 : 500 + random.nextInt(2000));
        for (int i = random.nextInt(3) / 2; i >= 0; i--) {
            SharedModelState crowd = new SharedModelState(limits, clock);
            if (parts instanceof TrappedParts) {
                crowd.failing();
            }
            if (tiny || lossy) {
                crowd.lossy();
            }
            instances.add(new Instance(log, crowd, shape, parts, checks::add, clock, clock));
        }
        clients = new Clients(random, script, law, faults, instances, clock, tally, steps);
    }

    /** Plays the run of this seed, and answers what was wrong with it. */
    static Faults play(long seed, Instance.Parts parts, Tally tally) {
        return new SimulationRun(seed, parts, false, tally, null).play();
    }

    /** The same with instances that may lose events by themselves, as long as they say so. */
    static Faults playLossy(long seed, Instance.Parts parts, Tally tally) {
        return new SimulationRun(seed, parts, true, tally, null).play();
    }

    /** The steps of that run, one in a line. */
    static String trace(long seed, Instance.Parts parts) {
        StringBuilder trace = new StringBuilder();
        new SimulationRun(seed, parts, false, new Tally(), trace).play();
        return trace.toString();
    }

    private Faults play() {
        if (random.nextBoolean()) {
            append(List.of(script.entry(), script.membership(random.nextBoolean())));
        }
        instances.forEach(Instance::begin);
        for (int steps = 100 + random.nextInt(150); steps > 0 && faults.count() == 0; steps--) {
            step();
        }
        finish();
        return faults;
    }

    private void step() {
        int kind = random.nextInt(100);
        if (kind < 18) {
            publish();
        } else if (kind < 30) {
            Instance instance = any(instances);
            steps.say("follow");
            instance.follow(1 + random.nextInt(3));
        } else if (kind < 50) {
            for (int n = 1 + random.nextInt(haste); n > 0; n--) {
                Instance instance = any(instances);
                int lane = random.nextInt(instance.laneCount);
                steps.say("turn %d", lane);
                instance.turn(lane);
            }
        } else if (kind < 56) {
            steps.say("check");
            for (int n = 1 + random.nextInt(3); n > 0 && !checks.isEmpty(); n--) {
                checks.remove().run();
            }
        } else if (kind < 60) {
            settle();
        } else if (kind < 64) {
            pass();
        } else if (kind < 66) {
            loss();
        } else {
            clients.act();
        }
    }

    // ---- the log ----

    private void publish() {
        int n = tiny && random.nextInt(6) == 0 ? 20 + random.nextInt(60) : 1 + random.nextInt(4);
        List<Entry> batch = new ArrayList<>(n > 4 ? script.flood(n) : List.of());
        while (batch.size() < n) {
            batch.add(random.nextInt(60) == 0 ? new Kick(script.user(), CloseReason.RESTART) : script.entry());
        }
        append(batch);
    }

    private void append(List<Entry> batch) {
        Place last = log.append(batch, clock.instant(), random.nextLong() >>> random.nextInt(2));
        tally.entries += batch.size();
        steps.say("publish up to %s: %s", last, batch.size() > 4 ? batch.size() : batch);
    }

    private void loss() {
        int kind = random.nextInt(4);
        if (kind == 0) {
            Instance instance = any(instances);
            int to = instance.followed() + random.nextInt(1 + log.size() - instance.followed());
            if (to >= log.epoch().before() && instance.follow(0)
                    || to > log.epoch().before()) {
                instance.crowd.lossy();
                steps.say("gap up to %d", to);
                instance.skipTo(to);
            }
        } else if (kind == 1 && random.nextInt(3) == 0) {
            long seq = log.place(log.size()).seq();
            Place begin = new Place(
                    String.format("e%03d", ++epochs),
                    random.nextBoolean() ? seq : random.nextLong(seq + 1),
                    random.nextLong() >>> random.nextInt(2));
            steps.say("epoch %s", begin);
            log.begin(begin);
        }
    }

    // ---- time ----

    private void pass() {
        int seconds = random.nextInt(3) == 0 ? 1 + random.nextInt(100) : random.nextInt(7);
        while (seconds > 0) {
            int some = Math.min(seconds, 25);
            seconds -= some;
            steps.say("pass %d s", some);
            clock.advance(Duration.ofSeconds(some).plusMillis(random.nextInt(1000)));
            for (SimulatedClient player : clients.players()) {
                if (player.isOpen() && random.nextInt(10) > 0) {
                    clients.heartbeat(player);
                }
            }
            if (random.nextInt(3) > 0) {
                any(instances).settle();
            }
        }
    }

    // ---- the end ----

    private void settle() {
        steps.say("settle");
        for (boolean worked = true; worked; ) {
            worked = false;
            for (Instance instance : instances) {
                worked |= instance.follow(1000);
                instance.settle();
            }
            for (Runnable check = checks.poll(); check != null; check = checks.poll()) {
                check.run();
                worked = true;
            }
        }
    }

    private void finish() {
        steps.say("finish");
        // 18 s: two resumes behind each other may wait 5 s each for a place that never comes.
        for (int i = 0; i < 6; i++) {
            clients.players().forEach(player -> player.client().startReading());
            settle();
            clock.advance(Duration.ofSeconds(3));
            settle();
        }
        for (SimulatedClient player : clients.players()) {
            player.look();
            player.witness.settled();
            clients.retire(player, false);
        }
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
