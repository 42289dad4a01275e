package io.wsgateway.bench;

import io.wsgateway.auth.DevelopmentTokens;
import io.wsgateway.crowd.EventText;
import io.wsgateway.crowd.ResumeStorm;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Measures what a storm of resumes does to others: 5,000 clients lose their links at once, connect anew within 5 s and
 * resume five guilds each, from places spread over the ring, while events go on. The log is in a Redis of the benchmark's
 * own. {@code script/bench storm} runs it; everything shares the machine.
 */
public final class Storm {
    private static final int GUILDS = 500;
    private static final int EACH = 5;
    private static final int LIVE = 50;
    /** Events a second: at first, to fill the ring, and then. */
    private static final int FILL_RATE = 4_000;

    private static final int RATE = 1_000;
    /** In the ring when the storm begins, for each of its clients: 120,000, or a minute at 2,000 a second. */
    private static final int EVENTS = 24;

    private static final Duration WITHIN = Duration.ofSeconds(5);

    private final Options options;
    private final int events;
    private final RedisServer redis;
    private final List<Phase> before = new ArrayList<>();
    private final List<Phase> during = new ArrayList<>();
    private final List<Phase> after = new ArrayList<>();
    private final List<ResumeStorm.Outcome> outcomes = new ArrayList<>();

    private Storm(Options options, RedisServer redis) {
        // Thousands of connections and their queues are live data: the collector is the JVM's choice, as users have it.
        this.options = options.withServerFlag("-XX:-UseSerialGC").withServerFlag("-Dbench.redis=" + redis.uri());
        this.redis = redis;
        events = options.storm() * EVENTS;
    }

    /** @param args {@code [--quick] [--rounds n]} */
    public static void main(String[] args) throws IOException {
        try (RedisServer redis = RedisServer.durable()) {
            new Storm(Options.of(args), redis).run();
        }
        System.exit(0);
    }

    private void run() throws IOException {
        try (ServerProcess server = new ServerProcess(ServerKind.GATEWAY, options);
                LiveClients live = new LiveClients(server.port(), Login.users(LIVE, 1));
                Observer observer =
                        new Observer(server.port(), Login.users(1, 1).get(0));
                ResumeStorm storm = new ResumeStorm(server.port(), members())) {
            server.tell("per-second " + GUILDS + " " + FILL_RATE);
            while (observer.poll().size() < events / GUILDS) {
                storm.read(Duration.ofMillis(100));
                live.take();
            }
            server.ask("stop");
            server.tell("per-second " + GUILDS + " " + RATE);
            for (int round = 0; round < options.rounds(); round++) {
                storm.connect(0, options.storm());
                storm.read(Duration.ofSeconds(2));
                measure(server, live, before, () -> storm.read(options.stretch()));
                stand(storm, observer.poll());
                measure(server, live, during, () -> outcomes.add(storm.run(WITHIN)));
                measure(server, live, after, () -> storm.read(options.stretch()));
                storm.cut();
                storm.read(Duration.ofSeconds(2));
            }
            server.ask("stop");
        }
        print();
    }

    private List<ResumeStorm.Member> members() {
        Random random = new Random(1);
        List<ResumeStorm.Member> members = new ArrayList<>();
        for (int i = 0; i < options.storm(); i++) {
            int[] guilds =
                    random.ints(0, GUILDS).distinct().limit(EACH).sorted().toArray();
            List<String> rights =
                    IntStream.of(guilds).mapToObj(EventText::guildId).toList();
            members.add(new ResumeStorm.Member(
                    DevelopmentTokens.sign(Login.SECRET, "away-" + i, rights, Instant.now(), Duration.ofHours(12)),
                    guilds));
        }
        return members;
    }

    // Events go round the guilds, so guild 0's event n lies in front of every other guild's event n.
    private void stand(ResumeStorm storm, List<String> cursors) {
        int window = events / GUILDS;
        for (int i = 0; i < options.storm(); i++) {
            int n = cursors.size() - window + (int) ((long) i * window / options.storm());
            storm.standAt(
                    i,
                    cursors.get(n),
                    IntStream.of(storm.guilds(i))
                            .mapToLong(g -> g == 0 ? n + 1 : n)
                            .toArray());
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** What a stretch of the run was like for those who were connected all the time. */
    private record Phase(Latencies latencies, double commands, Usage usage) {
        double p50() {
            return latencies.millis(0.5);
        }

        double p99() {
            return latencies.millis(0.99);
        }

        double worst() {
            return latencies.millis(1);
        }
    }

    private void measure(ServerProcess server, LiveClients live, List<Phase> into, Work work) throws IOException {
        live.take();
        long commands = redis.commands();
        Usage start = Usage.now(server);
        work.run();
        Usage used = Usage.now(server).since(start);
        into.add(new Phase(live.take(), (redis.commands() - commands) * 1e9 / used.wall(), used));
    }

    private void print() {
        System.out.printf(
                "%n## %,d clients resume %d of %d guilds each within %d s, up to %,d events back; %,d events/s meanwhile%n%n",
                options.storm(), EACH, GUILDS, WITHIN.toSeconds(), events, RATE);
        Table table = new Table("", "live p50 ms", "p99 ms", "worst ms", "Redis commands/s", "server, % of a core");
        row(table, "before", before);
        row(table, "during", during);
        row(table, "after, all connected", after);
        System.out.println(table);
        System.out.printf(
                "%nLast RESUMED after s: %s. RESUMED per second: %s. Replayed: %s. Server's CPU, s: %s.%nA client's time to RESUMED, ms: p50 %s, p99 %s.%n",
                Sample.of(outcomes, o -> o.lastMillis() / 1e3).text("%.2f"),
                Sample.of(outcomes, o -> o.clients() * 1e3 / o.lastMillis()).text("%,.0f"),
                Sample.of(outcomes, ResumeStorm.Outcome::replayed).text("%,.0f"),
                Sample.of(during, phase -> phase.usage().server() / 1e9).text("%.1f"),
                Sample.of(outcomes, o -> o.tookMillis(0.5)).text("%.0f"),
                Sample.of(outcomes, o -> o.tookMillis(0.99)).text("%.0f"));
    }

    private static void row(Table table, String name, List<Phase> phases) {
        table.row(
                name,
                Sample.of(phases, Phase::p50).text("%.1f"),
                Sample.of(phases, Phase::p99).text("%.1f"),
                Sample.of(phases, Phase::worst).text("%.1f"),
                Sample.of(phases, Phase::commands).text("%,.0f"),
                Sample.of(phases, phase -> phase.usage().serverShare()).text("%.0f"));
        phases.forEach(phase -> table.noise(phase.usage()));
    }
}
