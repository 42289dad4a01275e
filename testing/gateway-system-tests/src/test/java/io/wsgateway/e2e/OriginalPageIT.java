package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every message of the original specification, to the letter, and a client that knows nothing but that page. */
class OriginalPageIT {
    private static final String USER = "507f1f77bcf86cd799439012";
    private static final String GUILD = "507f1f77bcf86cd799439011";

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new RunningGateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void identifyIsAnsweredWithReady() {
        try (WireClient client = gateway.connect()) {
            client.identify(RunningGateway.token(USER, GUILD));

            JsonNode data = client.awaitOp("READY").get("data");
            assertThat(data.get("userId").asText()).isEqualTo(USER);
            assertThat(data.get("guilds")).hasToString("[\"" + GUILD + "\"]");
        }
    }

    @Test
    void heartbeatIsAcknowledgedToTheLetter() {
        try (WireClient client = gateway.member(USER, GUILD)) {
            client.send("{\"op\":\"HEARTBEAT\",\"data\":null}");

            client.awaitOp("HEARTBEAT_ACK");
            assertThat(client.frames()).last().isEqualTo("{\"op\":\"HEARTBEAT_ACK\",\"data\":null}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"message.create\",\"data\":{\"channelId\":\"507f1f77bcf86cd799439013\",\"message\":"
                        + "{\"_id\":\"507f1f77bcf86cd799439015\",\"authorId\":\"507f1f77bcf86cd799439012\","
                        + "\"content\":\"Hello!\",\"createdAt\":\"2026-02-16T12:00:00.000Z\"}}}",
                "{\"event\":\"message.update\",\"data\":{\"message\":{\"_id\":\"507f1f77bcf86cd799439015\","
                        + "\"content\":\"Updated content\",\"edited\":true}}}",
                "{\"event\":\"message.delete\",\"data\":{\"messageId\":\"507f1f77bcf86cd799439015\"}}",
                "{\"event\":\"presence.update\",\"data\":{\"userId\":\"507f1f77bcf86cd799439012\","
                        + "\"status\":\"online\",\"customStatus\":\"Playing games\"}}",
                "{\"event\":\"typing.start\",\"data\":{\"channelId\":\"507f1f77bcf86cd799439013\","
                        + "\"userId\":\"507f1f77bcf86cd799439012\"}}",
                "{\"event\":\"guild.update\",\"data\":{\"guild\":{\"_id\":\"507f1f77bcf86cd799439011\"}}}",
                "{\"event\":\"channel.create\",\"data\":{\"channel\":{}}}",
                "{\"event\":\"channel.update\",\"data\":{\"channel\":{}}}",
                "{\"event\":\"channel.delete\",\"data\":{\"channelId\":\"507f1f77bcf86cd799439013\"}}",
            })
    void eventReachesTheGuildsSubscribersWithItsDataByteForByte(String page) {
        try (WireClient client = gateway.member(USER, GUILD)) {
            String audience = "{\"guildId\":\"" + GUILD + "\",";
            gateway.publisher().publish(audience + page.substring(1));

            client.awaitEvent(WireClient.json(page).get("event").asText());
            String data = page.substring(page.indexOf("\"data\":"), page.length() - 1);
            assertThat(client.frames()).last().asString().contains(data).startsWith("{\"event\":\"");
        }
    }

    @ParameterizedTest
    @CsvSource({"guild.create", "guild.delete"})
    void membershipEventReachesItsUserWithoutASubscription(String name) {
        try (WireClient client = gateway.connect()) {
            client.ready(RunningGateway.token("member-" + name));
            gateway.publisher()
                    .publish("{\"event\":\"" + name + "\",\"userIds\":[\"member-" + name + "\"],\"data\":{\"guild\":"
                            + "{\"_id\":\"507f1f77bcf86cd799439011\",\"name\":\"My Server\"}}}");

            JsonNode event = client.awaitEvent(name);
            assertThat(event.get("data"))
                    .hasToString("{\"guild\":{\"_id\":\"507f1f77bcf86cd799439011\",\"name\":\"My Server\"}}");
        }
    }

    @Test
    void clientThatKnowsOnlyThePageSeesNothingUnexpected() {
        try (WireClient client = gateway.connect()) {
            // Back to back, as the page's example does it: nothing is awaited.
            client.identify(RunningGateway.token(USER, GUILD));
            client.send("{\"op\":\"GUILD_SUBSCRIBE\",\"data\":{\"guildId\":\"" + GUILD + "\"}}");
            client.send("{\"op\":\"HEARTBEAT\",\"data\":null}");
            client.awaitOp("READY");
            // A silent success shows only in what comes next; the second heartbeat is answered behind the subscription.
            client.send("{\"op\":\"GUILD_SUBSCRIBE\",\"data\":{\"guildId\":\"not-mine\"}}");
            client.awaitOp("ERROR");
            gateway.publisher().publish(GUILD, 1);
            client.awaitEvent("message.create");
            client.send("{\"op\":\"GUILD_UNSUBSCRIBE\",\"data\":{\"guildId\":\"" + GUILD + "\"}}");
            client.send("{\"op\":\"GUILD_UNSUBSCRIBE\",\"data\":{\"guildId\":\"not-mine\"}}");
            client.send("{\"op\":\"NO_SUCH_OP\"}");
            client.await(
                    "the unknown op's error",
                    frame -> frame.path("data").path("code").asText().equals("UNKNOWN_OP"));
            gateway.publisher().publish(GUILD, 2);
            client.send("{\"op\":\"HEARTBEAT\",\"data\":null}");
            client.awaitOp("HEARTBEAT_ACK");

            List<String> kinds = client.frames().stream()
                    .map(WireClient::json)
                    .map(frame ->
                            frame.path("op").asText() + frame.path("event").asText())
                    .filter(kind -> !kind.equals("HEARTBEAT_ACK"))
                    .toList();
            assertThat(kinds).containsExactly("READY", "ERROR", "message.create", "ERROR");
        }
    }

    @Test
    void healthCountsConnectionsAndGuilds() throws Exception {
        try (WireClient client = gateway.member(USER, GUILD)) {
            URI health = gateway.jar.http().resolve("/health");
            String body = gateway.http
                    .send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString())
                    .body();

            assertThat(client.isOpen()).isTrue();
            assertThat(body).startsWith("{\"status\":\"ok\",\"service\":\"websocket-gateway\",\"connections\":");
            assertThat(WireClient.json(body).get("connections").asInt()).isPositive();
            assertThat(WireClient.json(body).get("guilds").asInt()).isPositive();
        }
    }
}
