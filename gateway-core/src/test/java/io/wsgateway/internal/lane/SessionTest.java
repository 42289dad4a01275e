package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final Stage stage = new Stage();

    static String cursorOf(String frame) {
        Matcher matcher = Pattern.compile("\"cursor\":\"([^\"]+)\"").matcher(frame);
        return matcher.find() ? matcher.group(1) : "";
    }

    static List<Integer> numbersIn(List<String> frames) {
        return frames.stream()
                .map(frame -> Pattern.compile("\"n\":(\\d+)").matcher(frame))
                .filter(Matcher::find)
                .map(matcher -> Integer.parseInt(matcher.group(1)))
                .toList();
    }

    @Test
    void identifiedClientGetsReady() {
        InMemoryClient client = stage.identified("alice red blue");

        assertThat(client.received())
                .singleElement()
                .asString()
                .startsWith("{\"op\":\"READY\",\"data\":{\"userId\":\"alice\",\"guilds\":[\"blue\",\"red\"]");
    }

    @Test
    void subscriberGetsItsGuildsEventsInOrder() {
        InMemoryClient client = stage.subscribed("alice red blue", "red");

        stage.publish(Stage.event("red", 1), Stage.event("blue", 2), Stage.event("red", 3));
        stage.settle();

        assertThat(numbersIn(client.received())).containsExactly(1, 3);
    }

    @Test
    void commandsBehindIdentifyWaitForIt() {
        InMemoryClient client = stage.connect();
        client.send("{\"op\":\"IDENTIFY\",\"data\":{\"token\":\"alice red\"}}");
        client.send(Stage.subscribe("red"));
        stage.settle();

        assertThat(client.received()).hasSize(2);
        assertThat(client.received().get(1)).contains("GUILD_SUBSCRIBED");
    }

    @Test
    void resumeReplaysWhatWasMissedOnce() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        stage.publish(Stage.event("red", 1));
        stage.settle();
        String cursor = cursorOf(client.received().get(0));
        client.cut();
        stage.publish(Stage.event("red", 2), Stage.event("red", 3));
        stage.settle();

        InMemoryClient again = stage.connect();
        again.send(Stage.resume("alice red", cursor, "red"));
        stage.settle();
        stage.publish(Stage.event("red", 4));
        stage.settle();

        assertThat(numbersIn(again.received())).containsExactly(2, 3, 4);
        assertThat(again.received().get(0)).contains("\"READY\"").contains(cursor);
        assertThat(again.received().get(3)).contains("\"recovered\":true,\"replayed\":2");
    }

    @Test
    void fullConnectionReadsOnWhenItCan() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        client.stopReading();
        for (int i = 0; i < 500; i++) {
            stage.publish(Stage.event("red", i));
            stage.settle();
        }
        client.startReading();
        stage.settle();

        assertThat(numbersIn(client.received())).hasSize(500).isSorted();
    }

    @Test
    void fullConnectionWithoutProgressIsCutOff() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        client.stopReading();
        for (int i = 0; i < 500; i++) {
            stage.publish(Stage.event("red", i));
        }
        stage.settle();
        stage.pass(Duration.ofSeconds(11));

        assertThat(client.closed()).hasValue(4101);
        assertThat(stage.lanes.open()).isZero();
    }

    @Test
    void removedMemberGetsNothingLaterAndComesBackOnlyByRejoining() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        stage.publish(Stage.event("red", 1), Stage.left("alice", "red"), Stage.event("red", 2));
        stage.settle();
        client.send(Stage.subscribe("red"));
        stage.settle();

        assertThat(numbersIn(client.received())).containsExactly(1);
        assertThat(client.received().get(2)).contains("FORBIDDEN");

        stage.publish(Stage.joined("alice", "red"));
        stage.settle();
        client.send(Stage.subscribe("red"));
        stage.settle();
        stage.publish(Stage.event("red", 3));
        stage.settle();
        assertThat(numbersIn(client.received())).containsExactly(1, 3);
    }
}
