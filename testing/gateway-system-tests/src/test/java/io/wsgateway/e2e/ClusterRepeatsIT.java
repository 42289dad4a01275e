package io.wsgateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A retry is harmless, whichever way it takes: what has an id is delivered once. */
@Tag("cluster")
class ClusterRepeatsIT {
    private static final String REUSED = "whose id an earlier event with another content had";

    private static Cluster cluster;

    private AmqpPublisher amqp;
    private List<Publisher> http;
    private List<WireClient> clients;

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
        amqp = cluster.publisher();
        http = List.of(cluster.instance(0).publisher(), cluster.instance(1).publisher());
        clients = List.of(
                cluster.instance(0).member("ann", "red"), cluster.instance(1).member("bob", "red"));
    }

    @AfterEach
    void end() {
        clients.forEach(WireClient::close);
        amqp.close();
    }

    @Test
    void sameIdTwiceOverAmqpIsDeliveredOnce() {
        amqp.publish("red", "amqp-1", utf8(body(1)));
        amqp.publish("red", "amqp-2", utf8(body(2)));
        amqp.publish("red", "amqp-1", utf8(body(1)));
        try (AmqpPublisher another = cluster.publisher()) {
            another.publish("red", "amqp-2", utf8(body(2)));
        }
        assertTold("1", "2");
    }

    @Test
    void sameIdThroughTheHttpOfDifferentInstancesIsDeliveredOnce() {
        http.get(0).publish(body("http-1", 1));
        http.get(1).publish(body("http-1", 1));
        http.get(1).publish(body("http-2", 2));
        http.get(0).publish(body("http-2", 2));
        assertTold("1", "2");
    }

    @Test
    void sameIdOverAmqpAndHttpIsDeliveredOnce() {
        amqp.publish("red", "both-1", utf8(body(1)));
        amqp.confirm();
        http.get(0).publish(body("both-1", 1));
        http.get(1).publish(body("both-2", 2));
        amqp.publish("red", "both-2", utf8(body(2)));
        // The id may stand in the body where the message has none.
        amqp.publish("red", null, utf8(body("both-2", 2)));
        assertTold("1", "2");
    }

    @Test
    void sameIdWithAnotherBodyIsSkippedAndLogged() {
        amqp.publish("red", "reused", utf8(body(1)));
        amqp.publish("red", "reused", utf8(body(2)));
        amqp.confirm();
        http.get(1).publish(body("reused", 3));
        assertTold("1");

        // Whoever has the partition says it, at most once a minute.
        WireClient.patiently("a warning").until(() -> !warnings().isEmpty());
        assertThat(warnings()).allSatisfy(line -> assertThat(line).contains("WARN", "message.create with id reused"));
    }

    private static List<String> warnings() {
        return Stream.of(0, 1)
                .flatMap(i -> cluster.instance(i).jar.output().lines())
                .filter(line -> line.contains(REUSED))
                .toList();
    }

    @Test
    void eventsWithoutAnIdAreAllDelivered() {
        amqp.publish("red", null, utf8(body(1)));
        amqp.publish("red", null, utf8(body(1)));
        assertTold("1", "1");
    }

    @Test
    void httpGivesAnIdToAnEventWithoutOne() {
        String given = idGivenTo(http.get(0), body(1));
        assertThat(idGivenTo(http.get(1), body(1))).isNotEqualTo(given);
        // A retry with the id that was given is a repeat.
        assertThat(idGivenTo(http.get(1), body(given, 1))).isEqualTo(given);
        assertTold("1", "1");
    }

    /** Both clients have been told just this when a marker comes that was published behind it. */
    private void assertTold(String... words) {
        amqp.confirm();
        new GuildService(amqp, "red").mark("end", "ann", "bob");
        for (WireClient client : clients) {
            List<String> told = ReceivedEvents.of(client, "red", "end");
            assertThat(told.subList(0, told.size() - 1)).containsExactly(words);
        }
    }

    private static String idGivenTo(Publisher publisher, String body) {
        HttpResponse<String> answer = publisher.post(utf8(body));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        String id = WireClient.json(answer.body()).get("id").asText();
        assertThat(id).isNotBlank();
        return id;
    }

    private static String body(int n) {
        return "{\"event\":\"message.create\",\"guildId\":\"red\",\"data\":{\"n\":" + n + "}}";
    }

    private static String body(String id, int n) {
        return "{\"id\":\"" + id + "\"," + body(n).substring(1);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
