package io.wsgateway.broker.rabbit;

import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.LongString;
import io.wsgateway.protocol.Envelope;
import io.wsgateway.testkit.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Messages that RabbitMQ takes, and its client library can't read: they cost themselves only. */
class UnreadableIT extends RabbitCase {
    private static final List<String> KEYS = List.of("g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8");

    @Test
    void headersNested34DeepCostOnlyTheirMessageAndTwoInstancesGoOn() throws Exception {
        RabbitEventSource a = started(host.config("a"), log.join("a"));
        RabbitEventSource b = started(host.config("b"), log.join("b"));
        for (String key : KEYS) {
            host.send(key, Samples.messageWithId(key + "-0"));
            if (key.equals("g3")) {
                unreadable(key, "deep", RawProperties.nestedTables(34));
            }
            host.send(key, Samples.messageWithId(key + "-1"));
        }
        host.awaitConfirms();
        for (String key : KEYS) {
            awaitAll(key, 2);
        }
        await().until(() -> a.health().up() && b.health().up());
        await().until(() -> host.channel().messageCount("gateway.dead") == 1);
        assertThat(log.entries()).hasSize(2 * KEYS.size());
        assertThat(log.repeats()).isZero();
        assertThat(host.drain("gateway.dead")).singleElement().satisfies(letter -> {
            assertThat(letter.getProps().getMessageId()).isEqualTo("deep");
            assertThat(letter.getBody()).isEqualTo(event("deep"));
            assertThat(header(letter, DeadLetters.REASON)).contains("at most 32 levels");
            assertThat(header(letter, DeadLetters.ROUTING_KEY)).isEqualTo("g3");
            assertThat(header(letter, DeadLetters.CUT)).isEqualTo("its headers");
        });
    }

    @Test
    void severalAtTheHeadOfAQueueAndSeveralInARowAreAllBuriedOnce() throws Exception {
        host.declare();
        int poisons = 0;
        for (int depth : List.of(33, 34, 100, 5_000)) {
            unreadable("g1", "p" + poisons++, RawProperties.nestedTables(depth));
            unreadable("g1", "p" + poisons++, RawProperties.nestedArrays(depth));
        }
        publish("g1", 0, 20);
        RabbitEventSource source = closing(new RabbitEventSource(host.config("a")));
        source.start(log.join("a"));
        awaitAll("g1", 20);
        assertThat(log.claims()).isEqualTo(1);
        assertThat(ids("gateway.dead")).containsExactly("p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7");
        assertThat(source.health().up()).isTrue();
    }

    /** Most types are refused when they are published; what is taken must not hold anything up. */
    @Test
    void headersOfWhateverTypeRabbitTakesGoOnOrAreBuried() throws Exception {
        RabbitEventSource source = started(host.config("a"), log.join("a"));
        Set<Character> taken = new HashSet<>();
        for (char type = '!'; type <= '~'; type++) {
            for (int length : List.of(0, 1, 2, 4, 5, 8)) {
                if (taken(RawProperties.entry(type, new byte[length]), "t-" + (int) type)) {
                    taken.add(type);
                }
            }
        }
        assertThat(taken).hasSizeGreaterThan(10);
        publish("g1", 0, 10);
        awaitAll("g1", 10);
        assertThat(log.claims()).isLessThanOrEqualTo(2);
        Set<String> arrived = new HashSet<>(ids("gateway.dead"));
        arrived.addAll(log.ids("t"));
        assertThat(arrived).hasSameSizeAs(taken);
        await().until(() -> source.health().up());
    }

    @Test
    void whileConnectionsAreClosedByForceAndTheLogFailsNoInnocentMessageIsBuried() throws Exception {
        SharedLog.Node node = log.join("a");
        RabbitEventSource source = started(host.config("a"), node);
        started(host.config("b"), log.join("b"));
        Set<String> poisons = new HashSet<>();
        for (int round = 0; round < 3; round++) {
            node.fail(true);
            for (int i = 0; i < 20; i++) {
                int number = 20 * round + i;
                host.send("g1", Samples.messageWithId("g1-" + number));
                host.send("g2", Samples.messageWithId("g2-" + number));
                if (i % 5 == 0) {
                    unreadable("g1", "p" + number, RawProperties.nestedTables(40));
                    poisons.add("p" + number);
                }
            }
            host.awaitConfirms();
            CompletableFuture<Void> closed = runAsync(server()::closeConnections);
            await().until(() -> !source.health().up());
            closed.join();
            node.fail(false);
            await().until(() -> source.health().up());
        }
        awaitAll("g1", 60);
        awaitAll("g2", 60);
        await().until(() -> new HashSet<>(ids("gateway.dead")).containsAll(poisons) || dead.containsAll(poisons));
        assertThat(dead).isEqualTo(poisons);
    }

    private final Set<String> dead = new HashSet<>();

    /** RabbitMQ counts its deliveries in a header that it adds: what filled a frame doesn't fit into one any more. */
    @Test
    void headersThatGrowBeyondAFrameWhenTheMessageComesBackEndNoConnection() throws Exception {
        SharedLog.Node node = log.join("a");
        RabbitEventSource source = started(host.config("a"), node);
        int frame = host.channel().getConnection().getFrameMax();
        node.holdAppends();
        Map<String, Object> headers = new HashMap<>(Map.of("h", "x".repeat(frame - 60)));
        host.channel()
                .basicPublish(
                        "gateway.events",
                        "g1",
                        true,
                        new BasicProperties.Builder()
                                .messageId("g1-0")
                                .headers(headers)
                                .build(),
                        event("g1-0"));
        host.awaitConfirms();
        await().until(() -> node.held() == 1);
        closeConnections(source);
        node.release();
        publish("g1", 1, 10);
        awaitAll("g1", 10);
        assertThat(host.drain("gateway.dead")).isEmpty();
        assertThat(log.claims()).isLessThanOrEqualTo(3);
    }

    private void closeConnections(RabbitEventSource source) {
        CompletableFuture<Void> closed = runAsync(server()::closeConnections);
        await().until(() -> !source.health().up());
        closed.join();
        await().until(() -> source.health().up());
    }

    private void unreadable(String key, String id, byte[] table) throws Exception {
        host.channel().basicPublish("gateway.events", key, true, new RawProperties(table, id), event(id));
    }

    /** On a channel, or even a connection, that RabbitMQ may end because of it. */
    private boolean taken(byte[] table, String id) throws Exception {
        try {
            Channel channel = host.channel();
            channel.basicPublish("gateway.events", "g1", true, new RawProperties(table, id), event(id));
            return channel.waitForConfirms(10_000);
        } catch (IOException | AlreadyClosedException e) {
            return false;
        } catch (com.rabbitmq.client.ShutdownSignalException e) {
            return false;
        }
    }

    private List<String> ids(String queue) throws Exception {
        List<String> ids = new ArrayList<>();
        for (GetResponse letter : host.drain(queue)) {
            ids.add(letter.getProps().getMessageId());
        }
        dead.addAll(ids);
        return ids;
    }

    private static byte[] event(String id) {
        return Envelope.write(Samples.messageWithId(id));
    }

    private static String header(GetResponse letter, String name) {
        return letter.getProps().getHeaders().get(name) instanceof LongString text ? text.toString() : "";
    }
}
