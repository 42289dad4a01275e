package io.wsgateway.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.e2e.RunningGateway;
import io.wsgateway.history.Findings;
import io.wsgateway.history.HttpService;
import io.wsgateway.history.Ledger;
import io.wsgateway.history.Swarm;
import io.wsgateway.launcher.testkit.GatewayJar;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A gateway of 64 MiB whose heap is filled now and then, and which isn't told to end then: nobody has a hole without a word, a
 * repeat or an event out of order, and afterwards everything works again, or the process has ended with 70.
 */
class FullHeapIT {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String ADMIN = "admin-token-for-tests";
    private static final List<String> GUILDS = List.of("red", "blue", "green");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void aHeapThatIsFullForASecondNowAndThen() throws Exception {
        fill(10, Duration.ofMillis(900), Duration.ofMillis(600), true);
    }

    @Test
    void aHeapThatIsFullForThreeSeconds() throws Exception {
        fill(4, Duration.ofSeconds(3), Duration.ofSeconds(1), false);
    }

    /** By the signal, or by the watchdog where the JVM has no memory to see it. */
    @Test
    void aProcessWhoseHeapStaysFullEnds() throws Exception {
        try (GatewayJar jar = start()) {
            jar.fillHeap(Duration.ofMinutes(10));
            TimeUnit.SECONDS.sleep(2);
            long begin = System.nanoTime();
            jar.terminate();
            jar.awaitExit();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(45));
        }
    }

    private static GatewayJar start() {
        return GatewayJar.startWithBallast("64m", List.of("--auth-jwt-secret=" + SECRET, "--admin-token=" + ADMIN));
    }

    private static void fill(int times, Duration full, Duration free, boolean survives) throws Exception {
        Ledger ledger = new Ledger(GUILDS);
        try (GatewayJar jar = start();
                Swarm swarm = new Swarm(List.of(jar.webSocket()), ledger, new Random(1))) {
            for (int i = 0; i < 20; i++) {
                swarm.add("user" + i, RunningGateway.token("user" + i, "red", "blue", "green"), GUILDS);
            }
            await("subscribed").atMost(PATIENCE).until(swarm::allSubscribed);
            List<HttpService> services = GUILDS.stream()
                    .map(guild -> new HttpService(jar.http(), ADMIN, List.of(guild), ledger))
                    .toList();
            try {
                TimeUnit.SECONDS.sleep(3);
                for (int i = 0; i < times; i++) {
                    jar.fillHeap(full);
                    TimeUnit.NANOSECONDS.sleep(full.plus(free).toNanos());
                }
                for (HttpService service : services) {
                    service.finish(PATIENCE);
                }
                await("caught up").atMost(PATIENCE).until(swarm::allComplete);
                swarm.awaitAnswers(PATIENCE);
                System.out.println("full heap: " + times + " x " + full + ", " + ledger.total()
                        + " events, posted again "
                        + services.stream().mapToLong(HttpService::again).sum() + ", ends " + swarm.ends() + ", "
                        + swarm.findings());
            } catch (Throwable e) {
                if (!survives && !jar.isAlive()) {
                    assertThat(jar.awaitExit()).as(jar.output()).isEqualTo(70);
                    assertThat(swarm.findings().isClean())
                            .as(swarm.findings() + jar.output())
                            .isTrue();
                    return;
                }
                System.out.println(swarm.states() + "\n" + jar.output());
                throw e;
            } finally {
                services.forEach(HttpService::close);
            }
            Findings findings = swarm.findings();
            assertThat(findings.isClean()).as(findings + jar.output()).isTrue();
            assertThat(swarm.failures()).isEmpty();
            // A thread that failed again and again rests up to 5 s, and isn't called alive before it makes progress.
            await("alive").atMost(PATIENCE).untilAsserted(() -> {
                HttpResponse<String> answer = livez(jar);
                assertThat(answer.statusCode()).as(answer.body() + jar.output()).isEqualTo(200);
            });
            assertThat(jar.output()).contains("OutOfMemoryError");
            // The watchdog may have decided before, and ends it in order.
            List<Integer> right = survives ? List.of(0) : List.of(0, 70);
            assertThat(jar.terminate().awaitExit()).as(jar.output()).isIn(right);
        }
    }

    private static HttpResponse<String> livez(GatewayJar jar) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(jar.http().resolve("livez"))
                .timeout(PATIENCE)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
