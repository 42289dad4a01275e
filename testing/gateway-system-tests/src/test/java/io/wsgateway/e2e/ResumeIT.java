package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Resume through the real jar: what a lost link costs is time, never an event. */
class ResumeIT {
    private static final int CLIENTS = 200;
    private static final int GUILDS = 20;
    private static final int EVENTS = 2000;

    private RunningGateway gateway;

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void linksCutAtRandomPointsUnderTrafficLoseAndRepeatNothing() {
        gateway = new RunningGateway();
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ResumeIT seed " + seed);
        Random random = new Random(seed);
        List<Resumer> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String guild = "guild" + i % GUILDS;
            clients.add(new Resumer(gateway.http, gateway.webSocket(), RunningGateway.token("user" + i, guild), guild));
        }

        CompletableFuture<Void> traffic = CompletableFuture.runAsync(() -> {
            Publisher publisher = gateway.publisher();
            for (int n = 0; n < EVENTS; n++) {
                publisher.publish("guild" + n % GUILDS, n / GUILDS);
            }
        });
        while (!traffic.isDone()) {
            Resumer client = clients.get(random.nextInt(CLIENTS));
            if (client.mayBeCut()) {
                client.cutAndResume(gateway.webSocket());
            }
        }
        traffic.join();
        clients.forEach(client -> client.cutAndResume(gateway.webSocket()));

        int perGuild = EVENTS / GUILDS;
        for (Resumer client : clients) {
            WireClient.patiently("events").until(() -> client.seen() >= perGuild);
            client.awaitResumed();
            client.close();
            assertThat(client.unrecovered()).as("seed " + seed).isEmpty();
            assertThat(client.numbers().values())
                    .as("seed " + seed)
                    .containsExactly(IntStream.range(0, perGuild).boxed().toList());
        }
        assertThat(clients.stream().mapToInt(Resumer::cuts).sum()).isGreaterThan(2 * CLIENTS);
    }

    @Test
    void cursorBeyondTheWindowIsToldApart() {
        // Four blocks of 64 KiB, the least that a window can have.
        gateway = new RunningGateway("--resume-bytes=256KiB");
        String token = RunningGateway.token("ann", "red");
        try (WireClient first = gateway.connect()) {
            first.ready(token);
            String cursor = first.subscribed("red").get("data").get("cursor").asText();
            first.cut();
            String ballast = "x".repeat(60_000);
            for (int n = 0; n < 8; n++) {
                gateway.publisher()
                        .publish("{\"event\":\"message.create\",\"guildId\":\"red\",\"data\":{\"b\":\"" + ballast
                                + "\"}}");
            }

            try (WireClient again = gateway.connect()) {
                again.resume(token, cursor, List.of("red"));
                assertThat(again.awaitOp("READY").get("data").get("cursor").asText())
                        .isEqualTo(cursor);
                JsonNode resumed = again.awaitOp("RESUMED").get("data");
                assertThat(resumed.get("recovered").asBoolean()).isFalse();
                assertThat(resumed.get("reason").asText()).isEqualTo("window_exceeded");
                assertThat(resumed.get("replayed").asInt()).isZero();

                gateway.publisher().publish("red", 7);
                assertThat(again.awaitEvent("message.create")
                                .get("data")
                                .get("n")
                                .asInt())
                        .isEqualTo(7);
            }
        }
    }

    @Test
    void longReplayToASlowClientCompletesAtItsPace() {
        gateway = new RunningGateway("--limits-queue-bytes=16KiB");
        String token = RunningGateway.token("ann", "red");
        WireClient first = gateway.connect();
        first.ready(token);
        String cursor = first.subscribed("red").get("data").get("cursor").asText();
        first.cut();
        String ballast = "x".repeat(20_000);
        int events = 400;
        for (int n = 0; n < events; n++) {
            gateway.publisher()
                    .publish("{\"event\":\"message.create\",\"guildId\":\"red\",\"data\":{\"n\":" + n + ",\"b\":\""
                            + ballast + "\"}}");
        }

        try (WireClient slow = gateway.connect()) {
            slow.stopReading();
            slow.resume(token, cursor, List.of("red"));
            // 8 MB wait for a client that takes one frame after the other: more than sockets and queue hold together.
            for (int frames = 1; frames <= events + 2; frames++) {
                int wanted = frames;
                slow.readOne();
                WireClient.patiently("frame").until(() -> slow.frameCount() >= wanted);
            }
            JsonNode resumed = slow.awaitOp("RESUMED").get("data");
            assertThat(resumed.get("recovered").asBoolean()).isTrue();
            assertThat(resumed.get("replayed").asInt()).isEqualTo(events);
            List<Integer> numbers = slow.frames().stream()
                    .map(WireClient::json)
                    .filter(frame -> frame.has("event"))
                    .map(frame -> frame.get("data").get("n").asInt())
                    .toList();
            assertThat(numbers).isEqualTo(IntStream.range(0, events).boxed().toList());
        }
    }
}
