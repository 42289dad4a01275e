package io.wsgateway.broker.rabbit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.testkit.Samples;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PoisonIT extends RabbitCase {
    private static final String DATA = ",\"data\":{}}";

    @Test
    void everyKindGoesToTheDeadWithItsReasonAndTheRestFlowsInOrder() throws Exception {
        AtomicLong counted = new AtomicLong();
        RabbitEventSource source = closing(new RabbitEventSource(host.config("a"), new GatewayMetrics() {
            @Override
            public void count(String name, long by) {
                if (name.equals("events.poison")) {
                    counted.addAndGet(by);
                }
            }
        }));
        host.declare();
        Map<String, byte[]> kinds = kinds();
        int next = 0;
        for (byte[] body : kinds.values()) {
            host.send("g1", Samples.messageWithId("g1-" + next++));
            host.send("g1", "poison-" + next, body);
        }
        host.awaitConfirms();
        source.start(log.join("a"));
        awaitAll("g1", kinds.size());
        await().until(() -> counted.get() == kinds.size());
        List<GetResponse> dead = host.drain("gateway.dead");
        assertThat(dead).extracting(PoisonIT::reason).hasSize(kinds.size());
        int index = 0;
        for (Map.Entry<String, byte[]> kind : kinds.entrySet()) {
            GetResponse letter = dead.get(index++);
            assertThat(reason(letter)).contains(kind.getKey());
            assertThat(letter.getBody()).isEqualTo(kind.getValue());
            assertThat(letter.getProps().getMessageId()).isEqualTo("poison-" + index);
            assertThat(letter.getProps().getHeaders().get(DeadLetters.ROUTING_KEY))
                    .hasToString("g1");
            assertThat(letter.getProps().getHeaders().get(DeadLetters.EXCHANGE)).hasToString("gateway.events");
        }
        source.close();
        for (int i = 0; i < 8; i++) {
            assertThat(host.channel().messageCount("gateway.events.p" + i)).isZero();
        }
    }

    @Test
    void whatComesAfterManyPoisonedOnesIsDelivered() throws Exception {
        started(host.config("a"), log.join("a"));
        for (int i = 0; i < 300; i++) {
            host.send("g1", null, "not json".getBytes(UTF_8));
        }
        publish("g1", 0, 10);
        awaitAll("g1", 10);
        assertThat(host.drain("gateway.dead")).hasSize(300);
    }

    @Test
    void aCompressedBodyIsToldThatItIsCompressed() throws Exception {
        started(host.config("a"), log.join("a"));
        host.channel()
                .basicPublish(
                        "gateway.events",
                        "g1",
                        true,
                        new BasicProperties.Builder().contentEncoding("gzip").build(),
                        new byte[] {0x1F, (byte) 0x8B, 8, 0});
        publish("g1", 0, 1);
        awaitAll("g1", 1);
        assertThat(host.drain("gateway.dead"))
                .singleElement()
                .extracting(PoisonIT::reason)
                .asString()
                .contains("content_encoding is gzip");
    }

    /** Bodies by a part of the reason. */
    private static Map<String, byte[]> kinds() {
        Map<String, byte[]> kinds = new LinkedHashMap<>();
        kinds.put("name of what happened", utf8("{\"guildId\":\"g1\"" + DATA));
        kinds.put("exactly one audience", utf8("{\"event\":\"a.b\"" + DATA));
        kinds.put("one audience", utf8("{\"event\":\"a.b\",\"guildId\":\"g1\",\"everyone\":true" + DATA));
        kinds.put("at least one id", utf8("{\"event\":\"a.b\",\"userIds\":[]" + DATA));
        kinds.put("guildId as a string", utf8("{\"event\":\"a.b\",\"guildId\":7" + DATA));
        kinds.put("JSON", utf8("not json"));
        kinds.put("Send", utf8("{\"event\":\"a.b\",\"event\":\"a.b\",\"guildId\":\"g1\"" + DATA));
        kinds.put("UTF-8", new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'});
        kinds.put("data that is a JSON object", utf8("{\"event\":\"a.b\",\"guildId\":\"g1\",\"data\":[]}"));
        kinds.put(
                "at most 65536 bytes",
                utf8("{\"event\":\"a.b\",\"guildId\":\"g1\",\"data\":{\"x\":\"" + "x".repeat(70_000) + "\"}}"));
        kinds.put("guild.create with its guild", utf8("{\"event\":\"guild.create\",\"userIds\":[\"u1\"]" + DATA));
        kinds.put("guild.create to userIds", utf8("{\"event\":\"guild.create\",\"everyone\":true" + DATA));
        kinds.put("", new byte[0]);
        return kinds;
    }

    private static String reason(GetResponse letter) {
        return letter.getProps().getHeaders().get(DeadLetters.REASON).toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
