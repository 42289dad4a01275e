package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.InMemoryClient;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Commands are done in the order of their arrival, whatever they have to wait for. */
class OrderTest {
    private final Stage stage = new Stage();

    @Test
    void commandsBehindAnIdentifyThatFailsAreDoneAfterItAsBefore() {
        InMemoryClient client = stage.connect();
        client.send(Requests.subscribe("red", "1"));
        client.send(Requests.identify("down", "2"));
        client.send(Requests.subscribe("red", "3"));
        client.send(Requests.identify("alice red", "4"));
        client.send(Requests.subscribe("red", "5"));
        stage.settle();

        assertThat(Reply.drain(client)).extracting(Reply::id).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void commandsBehindResumeWaitForResumed() {
        InMemoryClient before = stage.subscribed("alice red", "red");
        stage.publish(Stage.event("red", 1), Stage.event("red", 2));
        stage.settle();
        String cursor = Reply.drain(before).get(0).cursor();
        InMemoryClient client = stage.connect();
        client.send(Requests.resume("alice red", cursor, "1", "red"));
        client.send(Requests.unsubscribe("red", "2"));
        client.send(Requests.subscribe("blue", "3"));
        stage.settle();

        assertThat(Reply.names(client))
                .containsExactly("READY", "message.create", "RESUMED", "GUILD_UNSUBSCRIBED", "ERROR");
    }

    @Test
    void readingStopsWhenThirtyTwoCommandsWaitAndGoesOnWithoutALoss() {
        OpenVerdicts[] verdicts = new OpenVerdicts[1];
        Stage slow = new Stage(clock -> verdicts[0] = new OpenVerdicts(clock));
        InMemoryClient client = slow.connect();
        client.send(Requests.identify("token"));
        slow.settle();
        for (int i = 0; i < 31; i++) {
            client.send(Requests.subscribe("red", "" + i));
        }
        client.send(Requests.HEARTBEAT);
        slow.settle();
        assertThat(Reply.names(client)).containsExactly("HEARTBEAT_ACK");

        client.send(Requests.subscribe("red", "31"));
        client.send(Requests.HEARTBEAT);
        slow.settle();
        assertThat(client.received()).isEmpty();

        for (int i = 32; i < 100; i++) {
            client.send(Requests.subscribe("red", "" + i));
        }

        verdicts[0].accept(0, "alice", "red");
        slow.settle();
        List<Reply> replies = new ArrayList<>(Reply.drain(client));
        assertThat(replies.remove(0).name()).isEqualTo("READY");
        replies.removeIf(reply -> reply.name().equals("HEARTBEAT_ACK"));
        assertThat(replies)
                .extracting(Reply::id)
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> "" + i).toList());
    }

    @Test
    void sessionThatMovesBetweenLanesKeepsItsOrder() {
        for (int user = 0; user < 16; user++) {
            InMemoryClient client = stage.connect();
            String name = "user" + user;
            client.send(Requests.identify(name + " red", "0"));
            for (int i = 1; i < 10; i++) {
                client.send(Requests.subscribe("red", "" + i));
                stage.turn(i % 2);
            }
            stage.turn(user % 2);
            client.send(Requests.unsubscribe("red", "10"));
            stage.settle();

            assertThat(Reply.drain(client))
                    .extracting(Reply::id)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(0, 10).mapToObj(i -> "" + i).toList());
        }
    }
}
