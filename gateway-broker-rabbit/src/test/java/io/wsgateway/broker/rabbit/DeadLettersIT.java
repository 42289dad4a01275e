package io.wsgateway.broker.rabbit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Poison whose way to the dead is blocked, by the dead or by itself. */
class DeadLettersIT extends RabbitCase {
    private static final byte[] POISON = "not json".getBytes(UTF_8);

    @Test
    void aQueueOfTheDeadThatWasDeletedIsDeclaredAgainAndHoldsNothingUp() throws Exception {
        RabbitEventSource source = started(host.config("a"), log.join("a"));
        host.publish("g1", "first", POISON);
        await().until(() -> dead() == 1);
        host.channel().queueDelete("gateway.dead");
        host.publish("g1", "second", POISON);
        publish("g1", 0, 10);
        awaitAll("g1", 10);
        await().until(() -> source.health().up());
        assertThat(host.drain("gateway.dead"))
                .extracting(letter -> letter.getProps().getMessageId())
                .containsExactly("second");
    }

    @Test
    void withoutTheRightToPublishToTheDeadTheHealthSaysSoUntilThereIsOne() throws Exception {
        host.declare();
        String all = "^(gateway|amq)\\b.*";
        server().ctl("add_user", "mute", "secret");
        server().ctl("set_permissions", "-p", host.name(), "mute", all, all, all);
        String url = host.url().replaceFirst("//.*@", "//mute:secret@");
        RabbitEventSource source = started(RabbitConfig.of(url, "a"), log.join("a"));
        server().ctl("set_permissions", "-p", host.name(), "mute", all, "^gateway\\.events.*", all);
        host.publish("g1", "poison", POISON);
        publish("g1", 0, 10);
        await().until(() -> !source.health().up());
        assertThat(source.health().reason()).contains("stands still", "gateway.dead", "gateway.events.");
        server().ctl("set_permissions", "-p", host.name(), "mute", all, all, all);
        awaitAll("g1", 10);
        await().until(() -> source.health().up());
    }

    @Test
    void headersThatFillAFrameAreLeftOutAndHoldNothingUp() throws Exception {
        started(host.config("a"), log.join("a"));
        int frame = host.channel().getConnection().getFrameMax();
        for (int i = 0; i < 5; i++) {
            send(new BasicProperties.Builder()
                    .headers(Map.of("h", "x".repeat(frame - 100)))
                    .build());
        }
        publish("g1", 0, 10);
        awaitAll("g1", 10);
        List<GetResponse> letters = host.drain("gateway.dead");
        assertThat(letters).hasSize(5).allSatisfy(letter -> {
            assertThat(letter.getBody()).isEqualTo(POISON);
            assertThat(letter.getProps().getHeaders())
                    .containsKeys(DeadLetters.REASON, DeadLetters.QUEUE)
                    .doesNotContainKey("h");
            assertThat(letter.getProps().getHeaders().get(DeadLetters.ROUTING_KEY))
                    .hasToString("g1");
        });
    }

    @Test
    void aBodyBeyondTheClientsUsualLimitGoesCutAndTheConnectionStays() throws Exception {
        started(host.config("a"), log.join("a"));
        int length = (64 << 20) + 1;
        host.channel().basicPublish("gateway.events", "g1", true, new BasicProperties(), new byte[length]);
        publish("g1", 0, 10);
        awaitAll("g1", 10);
        assertThat(log.claims()).isEqualTo(1);
        assertThat(host.drain("gateway.dead")).singleElement().satisfies(letter -> {
            assertThat(letter.getBody()).hasSize(Received.MOST_BYTES);
            assertThat(letter.getProps().getHeaders().get(DeadLetters.REASON).toString())
                    .contains("at most 65536 bytes, not " + length);
        });
    }

    private void send(BasicProperties properties) throws Exception {
        host.channel().basicPublish("gateway.events", "g1", true, properties, POISON);
    }

    private long dead() throws Exception {
        return host.channel().messageCount("gateway.dead");
    }
}
