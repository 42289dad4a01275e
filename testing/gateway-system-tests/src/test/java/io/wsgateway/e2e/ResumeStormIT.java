package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.crowd.EventText;
import io.wsgateway.crowd.ResumeStorm;
import io.wsgateway.figures.Report;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Thousands of clients that come back at once: everybody gets everything, and Redis isn't asked. */
@Tag("cluster")
class ResumeStormIT {
    private static final int CLIENTS = 5_000;
    private static final int GUILDS = 500;
    private static final int GUILDS_EACH = 5;
    private static final int ROUNDS = 40;
    /** Meanwhile: a batch of 10 events every 100 ms. */
    private static final int BATCH = 10;

    private static final long PACE_NANOS = 100_000_000;

    private final RedisServer redis = RedisServer.durable();
    private volatile boolean over;

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void fiveThousandClientsResumeWithinSecondsAndRedisIsNotAsked() throws IOException {
        // The clients send no heartbeats, and a busy machine may take its time.
        try (RunningGateway gateway = new RunningGateway(
                        "--redis-uri=" + redis.uri(), "--heartbeat-timeout=10m", "--identify-timeout=2m");
                LogFiller log = new LogFiller(redis.uri(), GUILDS);
                ResumeStorm storm = new ResumeStorm(gateway.webSocket().getPort(), members())) {
            storm.connect(0, CLIENTS);
            WireClient guide = gateway.member("guide", log.lastGuild());
            for (int round = 0; round < ROUNDS; round++) {
                String cursor = log.round(guide);
                long[] firsts = new long[GUILDS_EACH];
                Arrays.fill(firsts, round + 1);
                for (int i = round; i < CLIENTS; i += ROUNDS) {
                    storm.standAt(i, cursor, firsts);
                }
            }
            guide.close();
            CompletableFuture<Void> traffic = CompletableFuture.runAsync(() -> publish(log));

            double before = commandsPerSecond(() -> storm.read(Duration.ofSeconds(5)));
            List<ResumeStorm.Outcome> outcome = new ArrayList<>();
            double during = commandsPerSecond(() -> outcome.add(storm.run(Duration.ofSeconds(5))));
            over = true;
            traffic.join();

            System.out.printf(
                    "ResumeStormIT: last RESUMED after %,.0f ms, %,d events replayed, Redis commands/s %.0f before, %.0f during%n",
                    outcome.get(0).lastMillis(), outcome.get(0).replayed(), before, during);
            assertThat(during).isLessThanOrEqualTo(2 * before);
            assertThat(outcome.get(0).lastMillis()).isLessThan(60_000);
            for (int i = 0; i < CLIENTS; i++) {
                long[] wanted =
                        IntStream.of(storm.guilds(i)).mapToLong(log::eventsOf).toArray();
                while (!Arrays.equals(storm.next(i), wanted)) {
                    // Fails by itself where a link ends; what never comes fails here.
                    assertThat(storm.readMore())
                            .as("client %d waits for more than it gets", i)
                            .isTrue();
                }
            }
            long published = IntStream.range(0, GUILDS).mapToLong(log::eventsOf).sum();
            String note = String.format(
                    Locale.ROOT,
                    "last `RESUMED` after %.1f s; Redis commands/s %.0f before, %.0f meanwhile",
                    outcome.get(0).lastMillis() / 1e3,
                    before,
                    during);
            double rate = BATCH * 1e9 / PACE_NANOS;
            Report.complete(
                    "C5",
                    "5,000 clients resume within 5 s",
                    rate,
                    published,
                    outcome.get(0).replayed(),
                    note);
        }
    }

    private static List<ResumeStorm.Member> members() {
        Random random = new Random(5);
        List<ResumeStorm.Member> members = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int[] guilds = random.ints(0, GUILDS)
                    .distinct()
                    .limit(GUILDS_EACH)
                    .sorted()
                    .toArray();
            String[] ids = IntStream.of(guilds).mapToObj(EventText::guildId).toArray(String[]::new);
            members.add(new ResumeStorm.Member(RunningGateway.token("away" + i, ids), guilds));
        }
        return members;
    }

    private void publish(LogFiller log) {
        while (!over) {
            log.append(BATCH);
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private double commandsPerSecond(Work work) throws IOException {
        long begun = System.nanoTime();
        long commands = redis.commands();
        work.run();
        return (redis.commands() - commands) * 1e9 / (System.nanoTime() - begun);
    }
}
