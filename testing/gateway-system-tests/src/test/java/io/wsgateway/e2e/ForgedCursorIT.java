package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that resume from places where they never were, or for guilds that they have no right to: nothing leaks. */
@Tag("cluster")
class ForgedCursorIT {
    private static final String MINE = "red";
    private static final String FOREIGN = "blue";
    private static final int MISSED = 3;

    private final Cluster cluster = Cluster.shared();
    private String token;
    private String cursor;

    @BeforeEach
    void missSomeEvents() {
        RunningGateway gateway = cluster.add();
        token = RunningGateway.token("ann", MINE);
        try (WireClient before = gateway.connect();
                WireClient owner = gateway.member("bob", FOREIGN, MINE)) {
            before.ready(token);
            cursor = before.subscribed(MINE).get("data").get("cursor").asText();
            before.cut();
            for (int n = 0; n < MISSED; n++) {
                gateway.publisher().publish(MINE, n);
                gateway.publisher().publish(FOREIGN, n);
            }
            for (int n = 0; n < 2 * MISSED; n++) {
                owner.awaitEvent("message.create");
            }
        }
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void cursorThatNobodyGaveOutIsInvalid() {
        for (String forged : List.of("1", "nonsense", cursor + "0", "2" + cursor.substring(1), "1.-1.0", "1x.-5.zz")) {
            try (WireClient client = resuming(forged, MINE)) {
                JsonNode resumed = client.awaitOp("RESUMED").get("data");
                assertThat(resumed.get("recovered").asBoolean()).as(forged).isFalse();
                assertThat(resumed.get("reason").asText()).as(forged).isIn("cursor_invalid", "epoch_changed");
                assertNoEvent(client);
            }
        }
    }

    @Test
    void cursorAheadOfEverythingIsUnavailableAfterFiveSeconds() {
        int seqAt = cursor.indexOf('.') + 1;
        String ahead = cursor.substring(0, seqAt) + "zzzz" + cursor.substring(cursor.indexOf('.', seqAt));
        long begun = System.nanoTime();
        try (WireClient client = resuming(ahead, MINE)) {
            JsonNode error = client.awaitOp("ERROR").get("data");
            assertThat(error.get("code").asText()).isEqualTo("UNAVAILABLE");
            assertThat(error.get("retryable").asBoolean()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(4_900));
            assertThat(client.frames()).noneMatch(frame -> frame.contains("READY"));
            // The connection is as before: it may still identify.
            client.ready(token);
            assertNoEvent(client);
        }
    }

    @Test
    void guildWithoutARightIsRefusedAndNothingOfItReplayed() {
        try (WireClient client = resuming(cursor, MINE, FOREIGN)) {
            JsonNode resumed = client.awaitOp("RESUMED").get("data");
            assertThat(resumed.get("recovered").asBoolean()).isTrue();
            assertThat(resumed.get("replayed").asInt()).isEqualTo(MISSED);
            assertThat(resumed.get("refused")).extracting(JsonNode::asText).containsExactly(FOREIGN);
            assertThat(resumed.get("guilds")).extracting(JsonNode::asText).containsExactly(MINE);
            assertThat(client.frames()).noneMatch(frame -> frame.contains("\"guildId\":\"" + FOREIGN + "\""));
        }
    }

    private WireClient resuming(String from, String... guilds) {
        WireClient client = cluster.instance(0).connect();
        client.resume(token, from, List.of(guilds));
        return client;
    }

    /** Behind the answer to a heartbeat, nothing of before can come. */
    private static void assertNoEvent(WireClient client) {
        client.send("{\"op\":\"HEARTBEAT\",\"data\":null}");
        client.awaitOp("HEARTBEAT_ACK");
        assertThat(client.frames()).noneMatch(frame -> frame.startsWith("{\"event\""));
    }
}
