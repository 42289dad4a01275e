package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who leaves a guild hears nothing more of it, on whichever instance; who comes back does. */
@Tag("cluster")
class ClusterRightsIT {
    private static Cluster cluster;

    private ClusterClients clients;
    private AmqpPublisher publisher;

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

    @BeforeEach
    void begin() {
        clients = new ClusterClients(cluster);
        publisher = cluster.publisher();
    }

    @AfterEach
    void end() {
        clients.close();
        publisher.close();
    }

    @Test
    void removalSilencesBothInstancesBeforeAnyLaterEventOfTheGuild() {
        // So many that every partition has some.
        String[] guilds = guilds("noisy", 16);
        int before = 25;
        int all = 50;
        String ann = RunningGateway.token("ann", guilds);
        String bob = RunningGateway.token("bob", guilds);
        List<WireClient> left = List.of(clients.subscribed(0, ann, guilds), clients.subscribed(1, ann, guilds));
        List<WireClient> stayed = List.of(clients.subscribed(0, bob, guilds), clients.subscribed(1, bob, guilds));
        List<GuildService> services = Stream.of(guilds).map(this::serviceOf).toList();

        for (int n = 0; n < before; n++) {
            int number = n;
            services.forEach(service -> service.message(number));
        }
        services.forEach(service -> service.remove("ann"));
        for (int n = before; n < all; n++) {
            int number = n;
            services.forEach(service -> service.message(number));
        }
        services.forEach(service -> service.mark("end", "ann", "bob"));

        for (String guild : guilds) {
            for (WireClient client : left) {
                assertThat(ReceivedEvents.of(client, guild, "end")).isEqualTo(words(0, before, "guild.delete", "end"));
            }
            for (WireClient client : stayed) {
                assertThat(ReceivedEvents.of(client, guild, "end")).isEqualTo(words(0, all, "end"));
            }
        }
    }

    @Test
    void oldTokenStaysOutEverywhereUntilTheUserRejoins() {
        String token = RunningGateway.token("cat", "red", "blue");
        List<WireClient> links =
                new ArrayList<>(List.of(clients.subscribed(0, token, "red"), clients.subscribed(1, token, "red")));
        String cursor = lastCursor(links.get(0));
        GuildService red = serviceOf("red");
        GuildService blue = serviceOf("blue");

        blue.message(1).mark("other", "cat");
        red.message(1).remove("cat").message(2).mark("removed", "cat");
        for (WireClient link : links) {
            assertThat(ReceivedEvents.of(link, "red", "removed")).containsExactly("1", "guild.delete", "removed");
        }
        cluster.add();
        for (int i = 0; i < 3; i++) {
            links.add(assertStaysOut(i, token, cursor));
        }
        red.message(3).mark("still-out", "cat");
        for (WireClient link : links) {
            assertThat(ReceivedEvents.of(link, "red", "still-out")).endsWith("guild.delete", "removed", "still-out");
        }

        red.admit("cat").message(4).mark("rejoined", "cat");
        for (WireClient link : links) {
            ReceivedEvents.awaitMarker(link, "red", "rejoined");
            link.subscribed("red");
        }
        for (int i = 0; i < 3; i++) {
            assertRegained(i, token, cursor);
        }
        red.message(5).mark("end", "cat");
        for (WireClient link : links) {
            assertThat(ReceivedEvents.of(link, "red", "end"))
                    .endsWith("removed", "still-out", "guild.create", "rejoined", "5", "end")
                    .doesNotContain("2");
        }
    }

    @Test
    void frozenOwnerOfAnotherPartitionNeitherDelaysARemovalNorMissesIt() {
        String[] guilds = guilds("cold", 40);
        String token = RunningGateway.token("dan", guilds);
        WireClient awake = clients.subscribed(0, token, guilds);
        WireClient asleep = clients.subscribed(1, token, guilds);
        String cursor = lastCursor(asleep);
        PartitionOwners.awaitShared(cluster, cluster.size());
        GuildService quick;
        String guild;

        cluster.instance(1).jar.freeze();
        try {
            Stream.of(guilds).forEach(each -> serviceOf(each).message(1));
            WireClient.patiently("the first")
                    .until(() -> !ReceivedEvents.guilds(awake).isEmpty());
            guild = ReceivedEvents.guilds(awake).get(0);
            quick = serviceOf(guild).remove("dan").message(2).mark("removed", "dan");
            assertThat(ReceivedEvents.of(awake, guild, "removed")).containsExactly("1", "guild.delete", "removed");
            // Else nobody was frozen whose partition anything waits in.
            assertThat(ReceivedEvents.guilds(awake)).hasSizeLessThan(guilds.length);
        } finally {
            cluster.instance(1).jar.thaw();
        }

        assertThat(ReceivedEvents.of(asleep, guild, "removed")).containsExactly("1", "guild.delete", "removed");
        assertForbidden(clients.identified(1, token), guild);
        quick.admit("dan").message(3).mark("rejoined", "dan");
        for (WireClient link : List.of(awake, asleep)) {
            ReceivedEvents.awaitMarker(link, guild, "rejoined");
            link.subscribed(guild);
        }
        quick.message(4).mark("end", "dan");
        for (WireClient link : List.of(awake, asleep)) {
            assertThat(ReceivedEvents.of(link, guild, "end"))
                    .containsExactly("1", "guild.delete", "removed", "guild.create", "rejoined", "4", "end");
        }
        WireClient resumed = clients.resuming(1, token, cursor, guild);
        assertThat(resumed.awaitOp("RESUMED").get("data").get("recovered").asBoolean())
                .isTrue();
        assertThat(ReceivedEvents.of(resumed, guild, "end"))
                .containsExactly("guild.delete", "removed", "guild.create", "3", "rejoined", "4", "end");
        for (WireClient link : List.of(awake, asleep)) {
            WireClient.patiently("all guilds")
                    .until(() -> ReceivedEvents.guilds(link).containsAll(List.of(guilds)));
        }
    }

    @Test
    void removalThatWaitedWithAFrozenInstanceIsTakenOverInOrder() {
        String[] guilds = guilds("stuck", 40);
        String token = RunningGateway.token("eve", guilds);
        WireClient awake = clients.subscribed(0, token, guilds);
        WireClient asleep = clients.subscribed(1, token, guilds);
        PartitionOwners.awaitShared(cluster, cluster.size());

        cluster.instance(1).jar.freeze();
        try {
            Stream.of(guilds)
                    .map(this::serviceOf)
                    .forEach(service ->
                            service.message(1).remove("eve").message(2).mark("removed", "eve"));
            for (String guild : guilds) {
                assertThat(ReceivedEvents.of(awake, guild, "removed")).containsExactly("1", "guild.delete", "removed");
            }
        } finally {
            cluster.instance(1).jar.thaw();
        }

        for (String guild : guilds) {
            assertThat(ReceivedEvents.of(asleep, guild, "removed")).containsExactly("1", "guild.delete", "removed");
        }
        assertForbidden(clients.identified(1, token), guilds[0]);
    }

    // ---- what holds for a removed user, and for one who is back ----

    /** Returns a connection that would hear of the guild if it could. */
    private WireClient assertStaysOut(int instance, String token, String cursor) {
        assertForbidden(clients.identified(instance, token), "red");
        WireClient resumed = clients.resuming(instance, token, cursor, "red", "blue");
        assertThat(idsIn(resumed.awaitOp("READY"), "guilds")).containsExactly("blue");
        JsonNode outcome = resumed.awaitOp("RESUMED");
        assertThat(outcome.get("data").get("recovered").asBoolean()).isTrue();
        assertThat(idsIn(outcome, "refused")).containsExactly("red");
        assertThat(idsIn(outcome, "guilds")).containsExactly("blue");
        assertThat(ReceivedEvents.of(resumed, "red", "removed")).containsExactly("guild.delete", "removed");
        assertThat(ReceivedEvents.of(resumed, "blue", "other")).containsExactly("1", "other");
        return resumed;
    }

    private void assertRegained(int instance, String token, String cursor) {
        clients.subscribed(instance, token, "red");
        WireClient resumed = clients.resuming(instance, token, cursor, "red");
        JsonNode outcome = resumed.awaitOp("RESUMED");
        assertThat(outcome.get("data").get("recovered").asBoolean()).isTrue();
        assertThat(idsIn(outcome, "guilds")).containsExactly("red");
        assertThat(ReceivedEvents.of(resumed, "red", "rejoined"))
                .containsExactly("guild.delete", "removed", "still-out", "guild.create", "4", "rejoined");
    }

    private static void assertForbidden(WireClient client, String guild) {
        client.subscribe(guild, "again");
        JsonNode answer =
                client.await("answer", frame -> "again".equals(frame.path("id").asText()));
        assertThat(answer.get("op").asText()).isEqualTo("ERROR");
        assertThat(answer.get("data").get("code").asText()).isEqualTo("FORBIDDEN");
        assertThat(client.isOpen()).isTrue();
    }

    private GuildService serviceOf(String guild) {
        return new GuildService(publisher, guild);
    }

    private static String lastCursor(WireClient client) {
        List<String> frames = client.frames();
        return WireClient.json(frames.get(frames.size() - 1))
                .get("data")
                .get("cursor")
                .asText();
    }

    private static List<String> idsIn(JsonNode frame, String field) {
        List<String> ids = new ArrayList<>();
        frame.get("data").get(field).forEach(id -> ids.add(id.asText()));
        return ids;
    }

    private static String[] guilds(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + i).toArray(String[]::new);
    }

    private static List<String> words(int from, int to, String... then) {
        return Stream.concat(IntStream.range(from, to).mapToObj(String::valueOf), Stream.of(then))
                .toList();
    }
}
