package io.wsgateway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.e2e.AmqpPublisher;
import io.wsgateway.e2e.Cluster;
import io.wsgateway.e2e.RunningGateway;
import io.wsgateway.e2e.WireClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures the way from a service through RabbitMQ, Redis and two instances to a client at each, and prints it: events per
 * second as fast as it goes, then the time from publishing to receiving at half of that rate. Everything shares the
 * machine. {@code script/bench pipeline} runs it.
 */
public final class PipelineRates {
    private static final int GUILDS = 50;
    private static final int PUBLISHERS = 4;
    private static final int WARM_UP = 20_000;
    private static final int EVENTS = 60_000;
    private static final int ROUNDS = 3;
    private static final int PACED_SECONDS = 20;
    private static final String FILLER = "x".repeat(180);

    private final Cluster cluster;
    private final List<Receiver> receivers = new ArrayList<>();
    private int expected;

    private PipelineRates(Cluster cluster) {
        this.cluster = cluster;
    }

    public static void main(String[] args) {
        try (Cluster cluster = Cluster.shared()) {
            cluster.add();
            cluster.add();
            new PipelineRates(cluster).run();
        } catch (RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    private void run() {
        String[] guilds = IntStream.range(0, GUILDS).mapToObj(g -> "guild" + g).toArray(String[]::new);
        for (int i = 0; i < 2; i++) {
            receivers.add(new Receiver(cluster.instance(i), RunningGateway.token("user" + i, guilds), guilds));
        }
        round(WARM_UP, 0);
        double[] rates = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rates[i] = EVENTS / round(EVENTS, 0);
        }
        Arrays.sort(rates);
        double half = rates[ROUNDS / 2] / 2;
        System.out.printf(
                "%n| as fast as it goes: events per second | %,.0f (%,.0f–%,.0f) |%n",
                rates[ROUNDS / 2], rates[0], rates[ROUNDS - 1]);
        receivers.forEach(Receiver::forget);
        round((int) (half * PACED_SECONDS), half);
        long[] took = receivers.stream()
                .flatMapToLong(receiver -> Arrays.stream(receiver.latencies()))
                .sorted()
                .toArray();
        System.out.printf(
                "| at %,.0f events per second, publish to receipt: p50, p99, worst | %.1f, %.1f, %.1f ms |%n",
                half, took[took.length / 2] / 1e6, took[took.length * 99 / 100] / 1e6, took[took.length - 1] / 1e6);
    }

    /** Publishes so many events and waits until both clients have them; answers the seconds that it took. */
    private double round(int events, double perSecond) {
        expected += events / PUBLISHERS * PUBLISHERS;
        ExecutorService services = Executors.newFixedThreadPool(PUBLISHERS);
        long begun = System.nanoTime();
        try {
            List<CompletableFuture<Void>> all = IntStream.range(0, PUBLISHERS)
                    .mapToObj(p -> CompletableFuture.runAsync(
                            () -> publish(p, events / PUBLISHERS, perSecond / PUBLISHERS), services))
                    .toList();
            all.forEach(CompletableFuture::join);
        } finally {
            services.shutdownNow();
        }
        for (Receiver receiver : receivers) {
            WireClient.patiently("events")
                    .failFast("a client lost its connection", receiver::isClosed)
                    .until(() -> receiver.count() >= expected);
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    private void publish(int service, int events, double perSecond) {
        try (AmqpPublisher publisher = cluster.publisher()) {
            long begun = System.nanoTime();
            for (int n = 0; n < events; n++) {
                if (perSecond > 0) {
                    long due = begun + (long) (n / perSecond * 1e9);
                    while (System.nanoTime() < due) {
                        LockSupport.parkNanos(due - System.nanoTime());
                    }
                }
                String guild = "guild" + (service + PUBLISHERS * (n % (GUILDS / PUBLISHERS)));
                long now = System.nanoTime();
                String body = "{\"event\":\"message.create\",\"guildId\":\"" + guild + "\",\"data\":{\"t\":" + now
                        + ",\"x\":\"" + FILLER + "\"}}";
                publisher.publish(guild, service + "-" + now, body.getBytes(UTF_8));
            }
        }
    }

    /** A client that notes how long each event took. */
    private static final class Receiver implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();
        private long[] latencies = new long[1 << 16];
        private int noted;
        private int count;
        private volatile boolean closed;

        Receiver(RunningGateway instance, String token, String... guilds) {
            WebSocket socket = instance.http
                    .newWebSocketBuilder()
                    .buildAsync(instance.webSocket(), this)
                    .join();
            socket.sendText("{\"op\":\"IDENTIFY\",\"data\":{\"token\":\"" + token + "\"}}", true)
                    .join();
            for (String guild : guilds) {
                socket.sendText("{\"op\":\"GUILD_SUBSCRIBE\",\"data\":{\"guildId\":\"" + guild + "\"}}", true)
                        .join();
            }
            WireClient.patiently("subscriptions")
                    .until(() -> instance.get("health").body().contains("\"guilds\":" + guilds.length));
        }

        @Override
        public synchronized CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            int at = last ? partial.indexOf("\"t\":") : -1;
            if (at >= 0) {
                long sent = Long.parseLong(partial, at + 4, partial.indexOf(",", at), 10);
                if (noted == latencies.length) {
                    latencies = Arrays.copyOf(latencies, noted * 2);
                }
                latencies[noted++] = System.nanoTime() - sent;
                count++;
            }
            if (last) {
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            System.err.println("Closed with " + code + " " + reason);
            closed = true;
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            System.err.println("Closed: " + error);
            closed = true;
        }

        boolean isClosed() {
            return closed;
        }

        synchronized int count() {
            return count;
        }

        synchronized void forget() {
            noted = 0;
        }

        synchronized long[] latencies() {
            return Arrays.copyOf(latencies, noted);
        }
    }
}
