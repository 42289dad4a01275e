package io.wsgateway.faults;

import io.wsgateway.broker.rabbit.testkit.RabbitServer;
import io.wsgateway.e2e.Cluster;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Three instances under load and under random faults, one after the other, for as long as one likes; then a summary.
 * {@code script/soak MINUTES} runs it. The same {@code --seed} brings the same faults in the same order.
 */
public final class Soak {
    private static final int INSTANCES = 3;
    /** Between a fault that everybody has got over and the next one. */
    private static final Duration REST = Duration.ofSeconds(10);

    /** From this length on, some faults last for minutes. */
    private static final int LONG_FORMS_MINUTES = 20;

    private final Arena arena;
    private final FaultSchedule schedule;
    private final long begun = System.nanoTime();
    private final Map<String, Integer> done = new TreeMap<>();
    private final List<String> unexcused = new ArrayList<>();
    private @Nullable Footprint early;
    private @Nullable Footprint late;

    private Soak(Arena arena, long seed, int minutes) {
        this.arena = arena;
        schedule = new FaultSchedule(seed, INSTANCES, minutes >= LONG_FORMS_MINUTES);
    }

    public static void main(String[] args) {
        int minutes = Integer.parseInt(args[0]);
        long seed = args.length > 1
                ? Long.parseLong(args[1])
                : ThreadLocalRandom.current().nextInt(1_000_000);
        System.out.printf(
                "Soak of %d minutes, seed %d: script/soak %d --seed %d repeats it%n", minutes, seed, minutes, seed);
        boolean passed = false;
        Cluster cluster = Cluster.of(RedisServer.durable(), RabbitServer.start());
        try (Arena arena = new Arena(cluster, Load.usual(), INSTANCES, seed, true, "--heartbeat-timeout=60s")) {
            Soak soak = new Soak(arena, seed, minutes);
            try {
                soak.run(Duration.ofMinutes(minutes));
                passed = true;
            } finally {
                passed &= soak.conclude(Duration.ofMinutes(minutes), seed);
            }
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
        }
        System.out.println(passed ? "Passed" : "FAILED");
        System.exit(passed ? 0 : 1);
    }

    private void run(Duration time) {
        arena.begin();
        say("events flow");
        while (System.nanoTime() - begun < time.toNanos()) {
            suffer(schedule.next());
            if (early == null && System.nanoTime() - begun > time.toNanos() / 4) {
                early = Footprint.of(arena.members());
            }
            arena.run(REST);
        }
        late = Footprint.of(arena.members());
    }

    private void suffer(Fault fault) {
        say(fault.toString());
        long holes = arena.swarm.holes();
        fault.begin().on(arena);
        arena.route();
        arena.run(fault.lasts());
        fault.end().on(arena);
        arena.route();
        long millis = arena.awaitCaughtUp();
        done.merge(fault.name().replaceFirst("instance \\d", "an instance"), 1, Integer::sum);
        if (!fault.losesData() && arena.swarm.holes() > holes) {
            unexcused.add(fault.name());
        }
        say(String.format(
                Locale.ROOT,
                "  everybody caught up %.1f s later; published %,d, received %,d, resumed %,d, told of holes %d",
                millis / 1e3,
                arena.ledger.total(),
                arena.swarm.received(),
                arena.swarm.resumed(),
                arena.swarm.holes()));
    }

    /** Ends the load and says what came of it; answers whether all is well. */
    private boolean conclude(Duration time, long seed) {
        Outcome outcome = arena.finish();
        System.out.println();
        done.forEach((fault, times) -> System.out.printf("%4d × %s%n", times, fault));
        System.out.println("\nlinks that ended, by code: " + outcome.ends() + "; resumed: " + outcome.resumed());
        System.out.println("a quarter in: " + early + "\nat the end:   " + late);
        outcome.findings().cases().forEach(System.out::println);
        outcome.failures().forEach(System.out::println);
        unexcused.forEach(fault -> System.out.println("told of a hole without a reason: " + fault));
        Report.row(
                "soak",
                done.values().stream().mapToInt(Integer::intValue).sum() + " random faults in " + time.toMinutes()
                        + " min, seed " + seed,
                outcome,
                outcome.findings().holes()
                        + " times a session was told of a hole, each where Redis had returned empty or the window was exceeded");
        return outcome.findings().isClean() && outcome.failures().isEmpty() && unexcused.isEmpty();
    }

    private void say(String what) {
        long seconds = (System.nanoTime() - begun) / 1_000_000_000;
        System.out.printf("%3d:%02d  %s%n", seconds / 60, seconds % 60, what);
    }
}
