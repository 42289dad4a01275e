package io.wsgateway.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What services must not publish ends in {@code gateway.dead} with its reason, reaches nobody and holds nothing up. */
@Tag("cluster")
class ClusterPoisonIT {
    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = Cluster.shared();
        cluster.add();
        cluster.add();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void everyKindIsDeadWithItsReasonAndWhatIsAroundItFlowsInOrder() {
        List<PoisonBody> poison = PoisonBody.all();
        Map<String, GetResponse> dead = new TreeMap<>();
        try (WireClient ann = cluster.instance(0).member("ann", "red");
                WireClient bob = cluster.instance(1).member("bob", "red");
                AmqpPublisher publisher = cluster.publisher();
                DeadLetterBox box = new DeadLetterBox(cluster.rabbitUri)) {
            GuildService red = new GuildService(publisher, "red");
            for (int i = 0; i < poison.size(); i++) {
                red.message(i);
                publisher.publish("red", "poison-" + i, poison.get(i).bytes());
            }
            red.mark("end", "ann", "bob");

            List<String> told = new ArrayList<>(
                    IntStream.range(0, poison.size()).mapToObj(String::valueOf).toList());
            told.add("end");
            for (WireClient client : List.of(ann, bob)) {
                assertThat(ReceivedEvents.of(client, "red", "end")).isEqualTo(told);
                assertThat(ReceivedEvents.guilds(client)).containsExactly("red");
            }
            box.take(poison.size()).forEach(letter -> dead.put(letter.getProps().getMessageId(), letter));
        }
        assertThat(dead).hasSameSizeAs(poison);
        for (int i = 0; i < poison.size(); i++) {
            assertIsDead(dead.get("poison-" + i), poison.get(i));
        }
        assertHealthy();
    }

    @Test
    void poisonInAllPartitionsLeavesEveryGuildItsOrder() {
        String[] guilds = IntStream.range(0, 20).mapToObj(i -> "guild" + i).toArray(String[]::new);
        int each = 20;
        try (WireClient ann = cluster.instance(0).member("ann", guilds);
                WireClient bob = cluster.instance(1).member("bob", guilds);
                AmqpPublisher publisher = cluster.publisher();
                DeadLetterBox box = new DeadLetterBox(cluster.rabbitUri)) {
            for (int n = 0; n < each; n++) {
                for (String guild : guilds) {
                    new GuildService(publisher, guild).message(n);
                    publisher.publish(guild, null, ("not json " + n).getBytes(UTF_8));
                }
            }
            for (String guild : guilds) {
                new GuildService(publisher, guild).mark("end", "ann", "bob");
            }
            List<String> told = new ArrayList<>(
                    IntStream.range(0, each).mapToObj(String::valueOf).toList());
            told.add("end");
            for (String guild : guilds) {
                assertThat(ReceivedEvents.of(ann, guild, "end")).isEqualTo(told);
                assertThat(ReceivedEvents.of(bob, guild, "end")).isEqualTo(told);
            }
            assertThat(box.take(each * guilds.length)).hasSize(each * guilds.length);
        }
        assertHealthy();
    }

    private static void assertIsDead(GetResponse letter, PoisonBody poison) {
        Map<String, Object> headers = letter.getProps().getHeaders();
        assertThat(headers.get("gateway-reason").toString())
                .as(new String(poison.bytes(), ISO_8859_1))
                .contains(poison.reason());
        assertThat(headers.get("gateway-exchange")).hasToString("gateway.events");
        assertThat(headers.get("gateway-routing-key")).hasToString("red");
        assertThat(headers.get("gateway-queue").toString()).startsWith("gateway.events.p");
        assertThat(letter.getBody()).isEqualTo(poison.bytes());
    }

    private static void assertHealthy() {
        for (int i = 0; i < 2; i++) {
            String health = cluster.instance(i).get("/health").body();
            assertThat(WireClient.json(health).get("status").asText())
                    .as(health)
                    .isEqualTo("ok");
        }
    }
}
