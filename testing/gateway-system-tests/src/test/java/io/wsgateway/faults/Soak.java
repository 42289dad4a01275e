package io.wsgateway.faults;

import io.wsgateway.broker.rabbit.testkit.RabbitServer;
import io.wsgateway.e2e.Cluster;
import io.wsgateway.figures.Outcome;
import io.wsgateway.figures.Report;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Three instances of 96 MiB under load and under random faults, one after the other, for as long as one likes; then a summary.
 * The first one's JVM ends at the first {@link OutOfMemoryError}, the others go on until they are beyond help; whichever ends by
 * itself is started again.
 * {@code script/soak MINUTES} runs it. The same {@code --seed} brings the same faults in the same order.
 */
public final class Soak {
    private static final List<List<String>> OPTIONS =
            List.of(List.of("-Xmx96m", "-XX:+ExitOnOutOfMemoryError"), List.of("-Xmx96m"), List.of("-Xmx96m"));

    /** Of the JVM, and of the gateway's watchdog. */
    private static final Set<Integer> OUT_OF_MEMORY = Set.of(3, 70);
    /** After a fault all have to be ready again; one that is stuck ends after a minute and is started again. */
    private static final Duration READY = Duration.ofMinutes(2);
    /** Between a fault that everybody has got over and the next one. */
    private static final Duration REST = Duration.ofSeconds(10);

    /** From this length on, some faults last for minutes. */
    private static final int LONG_FORMS_MINUTES = 20;

    private final LoadedCluster loaded;
    private final FaultSchedule schedule;
    private final long begun = System.nanoTime();
    private final Map<String, Integer> done = new TreeMap<>();
    private final Map<String, Integer> ended = new TreeMap<>();
    /** What must not be, but for what clients see. */
    private final List<String> wrong = new CopyOnWriteArrayList<>();

    private @Nullable VitalThreads threads;
    private @Nullable Footprint early;
    private @Nullable Footprint late;

    private Soak(LoadedCluster loaded, long seed, int minutes) {
        this.loaded = loaded;
        schedule = new FaultSchedule(seed, OPTIONS.size(), minutes >= LONG_FORMS_MINUTES);
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
        List<Member> members = OPTIONS.stream()
                .map(options -> new Member(cluster, options, "--heartbeat-timeout=60s"))
                .toList();
        try (LoadedCluster loaded = new LoadedCluster(cluster, Load.usual(), members, seed, true)) {
            Soak soak = new Soak(loaded, seed, minutes);
            try {
                passed = soak.runAndConclude(Duration.ofMinutes(minutes), seed);
            } finally {
                if (!passed) {
                    soak.keepLogs();
                }
            }
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
        }
        System.out.println(passed ? "Passed" : "FAILED");
        System.exit(passed ? 0 : 1);
    }

    private boolean runAndConclude(Duration time, long seed) {
        boolean well = false;
        try {
            run(time);
            well = true;
        } finally {
            well &= conclude(time, seed);
        }
        return well;
    }

    private void run(Duration time) {
        loaded.begin();
        say("events flow");
        threads = VitalThreads.of(loaded.members());
        say("each instance has " + threads);
        while (System.nanoTime() - begun < time.toNanos()) {
            suffer(schedule.next());
            if (early == null && System.nanoTime() - begun > time.toNanos() / 4) {
                early = Footprint.of(loaded.members());
            }
            loaded.run(REST);
            supervise("no fault", false);
        }
        late = Footprint.of(loaded.members());
    }

    private void suffer(Fault fault) {
        say(fault.toString());
        long holes = loaded.swarm.holes();
        fault.begin().on(loaded);
        loaded.route();
        loaded.run(fault.lasts());
        fault.end().on(loaded);
        long ended = System.nanoTime();
        Awaitility.await("all are ready").atMost(READY).until(() -> {
            supervise(fault.name(), fault.endsProcess());
            return loaded.members().stream().allMatch(one -> one.says("readyz"));
        });
        double ready = (System.nanoTime() - ended) / 1e9;
        loaded.route();
        long millis = loaded.awaitCaughtUp();
        done.merge(fault.name().replaceFirst("instance \\d", "an instance"), 1, Integer::sum);
        if (!fault.losesData() && loaded.swarm.holes() > holes) {
            wrong.add("told of a hole without a reason: " + fault.name());
        }
        say(String.format(
                Locale.ROOT,
                "  all ready %.1f s later, everybody caught up %.1f s later; published %,d, received %,d, resumed %,d, told of holes %d",
                ready,
                ready + millis / 1e3,
                loaded.ledger.total(),
                loaded.swarm.received(),
                loaded.swarm.resumed(),
                loaded.swarm.holes()));
    }

    /** Starts again what has ended by itself. */
    private void supervise(String fault, boolean mayEnd) {
        for (int i = 0; i < OPTIONS.size(); i++) {
            Member member = loaded.member(i);
            OptionalInt code = member.ended();
            if (code.isPresent()) {
                String what = "instance " + i + " ended with " + code.getAsInt();
                say("  " + what + " and is started again");
                ended.merge("ended with " + code.getAsInt(), 1, Integer::sum);
                if (!mayEnd || !OUT_OF_MEMORY.contains(code.getAsInt())) {
                    wrong.add(fault + ": " + what);
                    keepLog(i);
                }
                member.restart();
                loaded.route();
            }
        }
    }

    private void lookAtThreads() {
        for (int i = 0; i < OPTIONS.size(); i++) {
            Set<String> missing = threads == null ? Set.of() : threads.missing(loaded.member(i));
            if (!missing.isEmpty()) {
                wrong.add("instance " + i + " lacks the threads " + missing);
            }
            if (!loaded.member(i).says("livez")) {
                wrong.add("instance " + i + " isn't alive");
            }
        }
    }

    private void keepLogs() {
        for (int i = 0; i < OPTIONS.size(); i++) {
            keepLog(i);
        }
    }

    private void keepLog(int i) {
        Path log = Path.of("target", "soak-" + i + "-" + System.nanoTime() + ".log");
        try {
            Files.writeString(log, loaded.member(i).gateway().jar.output());
            System.out.println("     what instance " + i + " printed is in " + log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the load and says what came of it; answers whether all is well. */
    private boolean conclude(Duration time, long seed) {
        Outcome outcome = loaded.finish();
        lookAtThreads();
        System.out.println();
        done.forEach((fault, times) -> System.out.printf("%4d × %s%n", times, fault));
        ended.forEach((code, times) -> System.out.printf("%4d × %s%n", times, code));
        System.out.println("\nlinks that ended, by code: " + outcome.clients().ends() + "; resumed: "
                + outcome.clients().resumed());
        System.out.println("a quarter in: " + early + "\nat the end:   " + late);
        outcome.findings().cases().forEach(System.out::println);
        outcome.failures().forEach(System.out::println);
        wrong.forEach(System.out::println);
        Report.row(
                "soak",
                done.values().stream().mapToInt(Integer::intValue).sum() + " random faults in " + time.toMinutes()
                        + " min, seed " + seed,
                outcome,
                outcome.findings().holes()
                        + " times a session was told of a hole, each where Redis had returned empty, a heap was full or the window was exceeded");
        return outcome.findings().isClean() && outcome.failures().isEmpty() && wrong.isEmpty();
    }

    private void say(String what) {
        long seconds = (System.nanoTime() - begun) / 1_000_000_000;
        System.out.printf("%3d:%02d  %s%n", seconds / 60, seconds % 60, what);
    }
}
