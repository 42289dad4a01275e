package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many receivers: each gets its guilds' events, complete, in order, once. */
class FanoutIT {
    /** What each guild is told after everything else, so that a repeat of the last event doesn't go unseen. */
    private static final String MARKER = "traffic.over";

    private RunningGateway gateway;
    private final List<WireClient> clients = new ArrayList<>();

    @BeforeEach
    void start() {
        gateway = new RunningGateway("--limits-queue-bytes=16KiB", "--limits-queue-stall=5s");
    }

    @AfterEach
    void stop() {
        clients.forEach(WireClient::close);
        gateway.close();
    }

    @Test
    void thousandConnectionsInOneGuildGetEveryEventOnceInOrder() {
        join(1000, i -> "user" + i, i -> "big");

        publish(List.of("big"), 200);

        for (WireClient client : clients) {
            ReceivedEvents.awaitMarker(client, "big", MARKER);
            assertThat(numbers(client)).isEqualTo(Map.of("big", upTo(200)));
        }
    }

    @Test
    void twoHundredGuildsOfTenKeepToThemselves() {
        join(2000, i -> "user" + i, i -> "guild" + i / 10);

        publish(IntStream.range(0, 200).mapToObj(g -> "guild" + g).toList(), 10);

        for (int i = 0; i < clients.size(); i++) {
            ReceivedEvents.awaitMarker(clients.get(i), "guild" + i / 10, MARKER);
            assertThat(numbers(clients.get(i))).isEqualTo(Map.of("guild" + i / 10, upTo(10)));
        }
    }

    @Test
    void userOnFiveDevicesGetsEverythingOnEach() {
        join(5, i -> "ann", i -> "home");

        publish(List.of("home"), 50);

        for (WireClient client : clients) {
            ReceivedEvents.awaitMarker(client, "home", MARKER);
            assertThat(numbers(client)).isEqualTo(Map.of("home", upTo(50)));
        }
    }

    @Test
    void stalledReaderAmongAThousandCostsTheOthersNothingAndIsCutOff() {
        join(1000, i -> "user" + i, i -> "big");
        WireClient stalled = clients.get(500);
        stalled.stopReading();
        String ballast = "x".repeat(10_000);

        for (int n = 0; n < 60; n++) {
            gateway.publisher()
                    .publish("{\"event\":\"message.create\",\"guildId\":\"big\",\"data\":{\"n\":" + n
                            + ",\"ballast\":\"" + ballast + "\"}}");
        }
        publishMarkers(List.of("big"));

        for (WireClient client : clients) {
            if (client != stalled) {
                ReceivedEvents.awaitMarker(client, "big", MARKER);
                assertThat(numbers(client)).isEqualTo(Map.of("big", upTo(60)));
            }
        }
        gateway.jar.awaitOutput("4101");
        stalled.startReading();
        assertThat(stalled.awaitClose()).isIn(4101, 1006);
    }

    private void join(int count, IntFunction<String> user, IntFunction<String> guild) {
        List<CompletableFuture<WireClient>> opening = IntStream.range(0, count)
                .mapToObj(i -> WireClient.connectAsync(gateway.http, gateway.webSocket()))
                .toList();
        for (int i = 0; i < count; i++) {
            WireClient client = opening.get(i).join();
            clients.add(client);
            client.identify(RunningGateway.token(user.apply(i), guild.apply(i)));
            client.subscribe(guild.apply(i), "s");
        }
        clients.forEach(client -> client.awaitOp("GUILD_SUBSCRIBED"));
    }

    private void publish(List<String> guilds, int each) {
        ExecutorService services = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<Void>> all = IntStream.range(0, 4)
                    .mapToObj(s -> CompletableFuture.runAsync(() -> publish(guilds, each, s), services))
                    .toList();
            all.forEach(CompletableFuture::join);
        } finally {
            services.shutdownNow();
        }
        publishMarkers(guilds);
    }

    // Each guild's events come from one service, so their order is given.
    private void publish(List<String> guilds, int each, int service) {
        Publisher publisher = gateway.publisher();
        for (int n = 0; n < each; n++) {
            for (int g = service; g < guilds.size(); g += 4) {
                publisher.publish(guilds.get(g), n);
            }
        }
    }

    private void publishMarkers(List<String> guilds) {
        Publisher publisher = gateway.publisher();
        guilds.forEach(
                guild -> publisher.publish("{\"event\":\"" + MARKER + "\",\"guildId\":\"" + guild + "\",\"data\":{}}"));
    }

    private static Map<String, List<Integer>> numbers(WireClient client) {
        Map<String, List<Integer>> byGuild = new HashMap<>();
        for (String text : client.frames()) {
            JsonNode frame = WireClient.json(text);
            if (frame.path("event").asText().equals("message.create")) {
                byGuild.computeIfAbsent(frame.get("guildId").asText(), id -> new ArrayList<>())
                        .add(frame.get("data").get("n").asInt());
            }
        }
        return byGuild;
    }

    private static List<Integer> upTo(int n) {
        return IntStream.range(0, n).boxed().toList();
    }
}
