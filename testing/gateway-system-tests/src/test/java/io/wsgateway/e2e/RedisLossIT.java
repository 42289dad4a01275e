package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A Redis that comes back without what it had confirmed: everybody is told, and nobody is told that all is well. */
@Tag("cluster")
class RedisLossIT {
    private static final String GUILD = "red";

    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = Cluster.shared(RedisServer.running());
        cluster.add();
        cluster.add();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    static Stream<Named<Consumer<RedisServer>>> losses() {
        return Stream.of(
                Named.of("an older dump", RedisServer::restartFromSnapshot),
                Named.of("nothing", RedisServer::restartEmpty));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void everyClientIsToldAndCursorsOfTheLostStretchAreRefused(Consumer<RedisServer> loss) {
        try (AmqpPublisher publisher = cluster.publisher();
                WireClient here = cluster.instance(0).member("ann", GUILD);
                WireClient there = cluster.instance(1).member("bob", GUILD);
                WireClient original = original(cluster.instance(1), "cid")) {
            publish(publisher, 0, 20);
            String saved = awaitNumber(here, 19);
            List.of(there, original).forEach(client -> awaitNumber(client, 19));
            cluster.redis.takeSnapshot();
            publish(publisher, 20, 40);
            String lost = awaitNumber(here, 39);
            List.of(there, original).forEach(client -> awaitNumber(client, 39));

            loss.accept(cluster.redis);

            here.awaitOp("GAP");
            there.awaitOp("GAP");
            assertThat(original.awaitClose()).isEqualTo(4200);
            publish(publisher, 40, 60);
            String kept = awaitNumber(here, 59);
            awaitNumber(there, 59);
            List.of(here, there)
                    .forEach(client -> assertThat(numbers(client)).isSorted().doesNotHaveDuplicates());

            for (int i = 0; i < 2; i++) {
                // Of the time before the loss nothing is proven any more, not even of what the dump had.
                for (String before : List.of(saved, lost)) {
                    JsonNode told = resume(i, before);
                    assertThat(told.get("recovered").asBoolean())
                            .as("instance %d", i)
                            .isFalse();
                    assertThat(told.get("reason").asText()).as("instance %d", i).isEqualTo("epoch_changed");
                    assertThat(told.get("guilds")).as("instance %d", i).hasSize(1);
                }
                JsonNode told = resume(i, kept);
                assertThat(told.get("recovered").asBoolean())
                        .as("instance %d", i)
                        .isTrue();
                assertThat(told.has("reason")).as("instance %d", i).isFalse();
            }
            for (int i = 0; i < 2; i++) {
                RunningGateway instance = cluster.instance(i);
                WireClient.patiently("ready").until(() -> instance.get("readyz").statusCode() == 200);
            }
        }
    }

    private static WireClient original(RunningGateway instance, String user) {
        WireClient client = instance.connect();
        client.ready(RunningGateway.token(user, GUILD));
        client.send("{\"op\":\"GUILD_SUBSCRIBE\",\"data\":{\"guildId\":\"" + GUILD + "\"}}");
        // Its answer says that the subscription, which has none, is done.
        client.send("{\"op\":\"HEARTBEAT\",\"data\":null}");
        client.awaitOp("HEARTBEAT_ACK");
        return client;
    }

    private static void publish(AmqpPublisher publisher, int from, int to) {
        for (int n = from; n < to; n++) {
            publisher.publish(GUILD, n);
        }
        publisher.confirm();
    }

    /** Awaits an event, and answers its cursor. */
    private static String awaitNumber(WireClient client, int n) {
        return client.await("event " + n, frame -> frame.path("data").path("n").asInt(-1) == n)
                .get("cursor")
                .asText();
    }

    private static List<Integer> numbers(WireClient client) {
        return client.frames().stream()
                .map(WireClient::json)
                .filter(frame -> frame.has("event"))
                .map(frame -> frame.get("data").get("n").asInt())
                .toList();
    }

    private JsonNode resume(int instance, String cursor) {
        try (WireClient client = cluster.instance(instance).connect()) {
            client.resume(RunningGateway.token("dan", GUILD), cursor, List.of(GUILD));
            return client.awaitOp("RESUMED").get("data");
        }
    }
}
