package io.wsgateway.broker.rabbit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.wsgateway.spi.GatewayMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Poison whose way to the dead is blocked, by the dead or by itself. */
class DeadLettersIT extends RabbitCase {
    private static final String ALL = "^(gateway|amq)\\b.*";
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
        String url = mute();
        RabbitEventSource source = started(RabbitConfig.of(url, "a"), log.join("a"));
        server().ctl("set_permissions", "-p", host.name(), "mute", ALL, "^gateway\\.events.*", ALL);
        host.publish("g1", "poison", POISON);
        publish("g1", 0, 10);
        await().until(() -> !source.health().up());
        assertThat(source.health().reason()).contains("stands still", "gateway.dead", "gateway.events.");
        server().ctl("set_permissions", "-p", host.name(), "mute", ALL, ALL, ALL);
        awaitAll("g1", 10);
        await().until(() -> source.health().up());
    }

    @Test
    void oneThatCantBuryItLeavesThePartitionToAnotherThatCan() throws Exception {
        host.declare();
        String url = mute();
        SharedLog.Node first = log.join("a");
        RabbitEventSource source =
                closing(new RabbitEventSource(RabbitConfig.of(url, "a"), GatewayMetrics.NONE, Duration.ofSeconds(3)));
        source.start(first);
        await().until(() -> source.health().up());
        server().ctl("set_permissions", "-p", host.name(), "mute", ALL, "^gateway\\.events.*", ALL);
        host.publish("g1", "poison", POISON);
        publish("g1", 0, 10);
        await().until(() -> !source.health().up());
        // Each believes to be alone, so that neither leaves anything to the other by itself.
        started(host.config("b"), new SharedLog().join("b"));
        awaitDead();
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
            assertThat(letter.getProps().getHeaders().get(DeadLetters.CUT)).hasToString("its headers and properties");
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
            assertThat(letter.getBody()).hasSize(Delivery.MOST_BYTES);
            assertThat(letter.getProps().getHeaders().get(DeadLetters.REASON).toString())
                    .contains("at most 65536 bytes, not " + length);
            assertThat(letter.getProps().getHeaders().get(DeadLetters.CUT))
                    .hasToString("all but the first 1048576 of " + length + " bytes");
        });
    }

    /** Taken under a limit that has been lowered since: whole it is refused, and so is its body alone. */
    @Test
    void whatRabbitRefusesGoesWithLessAndWhatIsBehindItGoesOn() throws Exception {
        host.declare();
        host.send("g1", "large", new byte[3_000]);
        host.send("g1", "small", POISON);
        publish("g1", 0, 10);
        String before = server().ctl("eval", "application:get_env(rabbit, max_message_size).")
                .replaceAll("\\D", "");
        limitMessages("2000");
        try {
            RabbitEventSource source = closing(new RabbitEventSource(host.config("a")));
            source.start(log.join("a"));
            awaitAll("g1", 10);
            await().until(() -> source.health().up());
        } finally {
            limitMessages(before);
        }
        Map<String, GetResponse> letters = new HashMap<>();
        host.drain("gateway.dead")
                .forEach(letter -> letters.put(letter.getProps().getMessageId(), letter));
        assertThat(letters).containsOnlyKeys("small", null);
        assertThat(letters.get("small").getBody()).isEqualTo(POISON);
        GetResponse rest = letters.get(null);
        assertThat(rest.getBody()).isEmpty();
        assertThat(rest.getProps().getHeaders().get(DeadLetters.CUT)).hasToString("everything");
        assertThat(rest.getProps().getHeaders().get(DeadLetters.ROUTING_KEY)).hasToString("g1");
    }

    /** RabbitMQ 4 takes the setting over at its start, to where it looks for it. */
    private void limitMessages(String bytes) {
        server().ctl(
                        "eval",
                        "application:set_env(rabbit, max_message_size, " + bytes
                                + "), persistent_term:put(max_message_size, " + bytes + ").");
    }

    private void send(BasicProperties properties) throws Exception {
        host.channel().basicPublish("gateway.events", "g1", true, properties, POISON);
    }

    private void awaitDead() {
        await().untilAsserted(() -> assertThat(dead()).isEqualTo(1));
    }

    /** The address with a user whose rights can change. */
    private String mute() {
        if (!server().ctl("list_users").contains("mute")) {
            server().ctl("add_user", "mute", "secret");
        }
        server().ctl("set_permissions", "-p", host.name(), "mute", ALL, ALL, ALL);
        return host.url().replaceFirst("//.*@", "//mute:secret@");
    }

    private long dead() throws Exception {
        return host.channel().messageCount("gateway.dead");
    }
}
