package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsgateway.broker.rabbit.testkit.RabbitServer;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** RabbitMQ and Redis that are absent at the start, arrive later, and drop connections. */
@Tag("cluster")
class ServersAwayIT {
    private static final String GUILD = "red";
    private static final int EVENTS = 1500;
    private static final int BETWEEN_KILLS = 250;

    private Cluster cluster;

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void gatewayStartsWithoutThemConnectsWhenTheyComeAndSaysWhenTheyGo() {
        cluster = Cluster.of(RedisServer.stopped("--appendonly", "yes"), RabbitServer.prepared());
        RunningGateway gateway = cluster.addUnready();
        WireClient.patiently("listening")
                .ignoreExceptions()
                .until(() -> gateway.get("livez").statusCode() == 200);
        awaitDown(gateway, "source", "127.0.0.1:" + cluster.rabbit.port());
        awaitDown(gateway, "bus", "Redis 127.0.0.1:" + cluster.redis.port());
        assertUnready(gateway, "bus: Redis 127.0.0.1:" + cluster.redis.port());

        cluster.redis.start();
        WireClient.patiently("Redis").until(() -> gateway.get("readyz").body().contains("source: "));
        assertUnready(gateway, "127.0.0.1:" + cluster.rabbit.port());
        assertThat(gateway.publisher()
                        .post("{\"event\":\"a\",\"guildId\":\"red\",\"data\":{}}".getBytes())
                        .statusCode())
                .isEqualTo(503);

        cluster.rabbit.restart();
        awaitRecovered(gateway);
        try (WireClient client = gateway.member("ann", GUILD)) {
            deliver(gateway, client, 7);

            cluster.redis.kill();
            awaitDegraded(gateway, "bus", "Redis 127.0.0.1:" + cluster.redis.port());
            cluster.redis.start();
            awaitRecovered(gateway);
            deliver(gateway, client, 8);

            cluster.rabbit.kill();
            awaitDegraded(gateway, "source", "127.0.0.1:" + cluster.rabbit.port());
            awaitDegraded(gateway, "publisher", "127.0.0.1:" + cluster.rabbit.port());
            cluster.rabbit.restart();
            awaitRecovered(gateway);
            deliver(gateway, client, 9);
        }
        assertThat(gateway.jar.output()).doesNotContain("\tat ", cluster.rabbit.password());
    }

    @Test
    void connectionsKilledAtTheServersSideUnderTrafficLoseAndRepeatNothing() {
        cluster = Cluster.shared();
        cluster.add();
        cluster.add();
        Resumer here = client(0);
        Resumer there = client(1);
        AtomicInteger published = new AtomicInteger();
        CompletableFuture<Void> traffic = CompletableFuture.runAsync(() -> {
            for (int n = 0; n < EVENTS; n++) {
                // Over HTTP of either instance in turn; an answer other than 202 is repeated with the same id.
                publishUntilTaken(cluster.instance(n % 2), n);
                published.incrementAndGet();
            }
        });
        for (int n = BETWEEN_KILLS; n < EVENTS; n += BETWEEN_KILLS) {
            int reached = n;
            WireClient.patiently("event " + n).until(() -> published.get() >= reached || traffic.isDone());
            cluster.redis.run("CLIENT", "KILL", "TYPE", "pubsub");
            cluster.redis.run("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            cluster.rabbit.closeConnections();
        }
        traffic.join();

        for (Resumer client : new Resumer[] {here, there}) {
            WireClient.patiently("events").until(() -> client.seen() >= EVENTS);
            client.close();
            assertThat(client.unrecovered()).isEmpty();
            assertThat(client.numbers().get(GUILD))
                    .isEqualTo(IntStream.range(0, EVENTS).boxed().toList());
        }
    }

    private Resumer client(int instance) {
        RunningGateway gateway = cluster.instance(instance);
        return new Resumer(gateway.http, gateway.webSocket(), RunningGateway.token("user" + instance, GUILD), GUILD);
    }

    private static void publishUntilTaken(RunningGateway instance, int n) {
        byte[] body = ("{\"event\":\"message.create\",\"id\":\"e" + n + "\",\"guildId\":\"" + GUILD
                        + "\",\"data\":{\"n\":" + n + "}}")
                .getBytes();
        WireClient.patiently("event " + n).until(() -> {
            HttpResponse<String> answer = instance.publisher().post(body);
            assertThat(answer.statusCode()).isIn(202, 503);
            return answer.statusCode() == 202;
        });
    }

    private static void deliver(RunningGateway gateway, WireClient client, int n) {
        gateway.publisher().publish(GUILD, n);
        assertThat(client.awaitEvent("message.create").get("data").get("n").asInt())
                .isEqualTo(n);
    }

    private static void awaitDegraded(RunningGateway gateway, String component, String reason) {
        awaitDown(gateway, component, reason);
        assertUnready(gateway, reason);
    }

    private static void awaitDown(RunningGateway gateway, String component, String reason) {
        WireClient.patiently(component + " down").until(() -> {
            JsonNode health = WireClient.json(gateway.get("health").body());
            return health.get("status").asText().equals("degraded")
                    && health.get("components").path(component).asText().contains(reason);
        });
    }

    private static void awaitRecovered(RunningGateway gateway) {
        // Each part comes back when it can.
        WireClient.patiently("recovery").until(() -> {
            JsonNode health = WireClient.json(gateway.get("health").body());
            return health.get("status").asText().equals("ok") && !health.has("components");
        });
        HttpResponse<String> ready = gateway.get("readyz");
        assertThat(ready.statusCode())
                .as("readiness behind a health that is ok: %s%n%s", ready.body(), gateway.jar.output())
                .isEqualTo(200);
    }

    private static void assertUnready(RunningGateway gateway, String reason) {
        HttpResponse<String> ready = gateway.get("readyz");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(WireClient.json(ready.body()).get("reason").asText()).contains(reason);
    }
}
