package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import io.wsgateway.testkit.Samples;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What others declared before: what breaks a promise keeps the gateway from being ready, anything else is theirs to choose. */
@Tag("server")
class TopologyRefusedIT extends RabbitCase {
    static final Map<String, Object> ALONE = Map.of("x-single-active-consumer", true);
    private static final String P3 = "gateway.events.p3";

    private interface Action {
        Object on(Channel channel) throws Exception;
    }

    enum Wrong {
        DIRECT(
                channel -> channel.exchangeDeclare("gateway.events", "direct", true),
                "the exchange gateway.events is of type direct and has to be topic",
                true),
        HEADERS(
                channel -> channel.exchangeDeclare("gateway.events", "headers", true),
                "the exchange gateway.events is of type headers and has to be topic",
                true),
        INTERNAL(
                channel -> channel.exchangeDeclare("gateway.events", "topic", true, false, true, null),
                "the exchange gateway.events is internal",
                true),
        INTERNAL_DIRECT(
                channel -> channel.exchangeDeclare("gateway.events", "direct", true, false, true, null),
                "the exchange gateway.events is of type direct and has to be topic, is internal",
                true),
        TRANSIENT(
                channel -> channel.exchangeDeclare("gateway.events", "topic", false),
                "the exchange gateway.events is not durable",
                true),
        AUTO_DELETE(
                channel -> channel.exchangeDeclare("gateway.events", "topic", true, true, null),
                "the exchange gateway.events deletes itself",
                true),
        FANOUT_HASH(
                channel -> channel.exchangeDeclare("gateway.events.hash", "fanout", true),
                "the exchange gateway.events.hash is of type fanout and has to be x-consistent-hash",
                true),
        INTERNAL_DEAD(
                channel -> channel.exchangeDeclare("gateway.dead", "fanout", true, false, true, null),
                "the exchange gateway.dead is internal",
                false),
        SHARED(
                channel -> channel.queueDeclare(P3, true, false, false, quorum()),
                "the queue gateway.events.p3 has no x-single-active-consumer",
                false),
        SHARED_ON_PURPOSE(
                channel -> {
                    Map<String, Object> arguments = quorum();
                    arguments.put("x-single-active-consumer", false);
                    arguments.put("x-max-length", 5_000);
                    return channel.queueDeclare(P3, true, false, false, arguments);
                },
                "the queue gateway.events.p3 has no x-single-active-consumer",
                false),
        SHARED_WITH_ITS_OWN_DEAD_LETTERS(
                channel -> {
                    Map<String, Object> arguments = quorum();
                    arguments.put("x-dead-letter-exchange", "dlx");
                    return channel.queueDeclare(P3, true, false, false, arguments);
                },
                "the queue gateway.events.p3 has no x-single-active-consumer",
                false),
        STREAM(
                channel -> channel.queueDeclare(P3, true, false, false, Map.of("x-queue-type", "stream")),
                "is a stream",
                false),
        TRANSIENT_QUEUE(
                channel -> channel.queueDeclare(P3, false, false, false, ALONE),
                "the queue gateway.events.p3 is not durable",
                false),
        AUTO_DELETE_QUEUE(
                channel -> channel.queueDeclare(P3, true, false, true, ALONE),
                "the queue gateway.events.p3 deletes itself",
                false);

        private final Action action;
        private final String reason;
        /** Whether a publisher can see it. */
        private final boolean forPublishers;

        Wrong(Action action, String reason, boolean forPublishers) {
            this.action = action;
            this.reason = reason;
            this.forPublishers = forPublishers;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatBreaksAPromiseIsNamedWithTheCommandThatMendsIt(Wrong wrong) throws Exception {
        wrong.action.on(host.channel());
        RabbitEventSource source = closing(new RabbitEventSource(host.config("a")));
        source.start(log.join("a"));
        await().until(() -> source.health().reason().contains(wrong.reason));
        RabbitPublisher publisher = closing(new RabbitPublisher(host.config("p")));
        publisher.start();
        if (wrong.forPublishers) {
            await().until(() -> publisher.health().reason().contains(wrong.reason));
            assertThat(publisher.publish(Samples.messageWithId("x"), "g1").toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(1));
        }
        mend(source.health().reason());
        await().until(() -> source.health().up());
        await().until(() -> publisher.health().up());
        publish("g1", 0, 10);
        awaitAll("g1", 10);
    }

    /** As an operator does, who pastes the command into a shell. */
    private void mend(String reason) {
        String command = reason.substring(reason.lastIndexOf(": rabbitmqctl ") + 2);
        assertThat(server().shell(command)).doesNotContain("error");
    }

    /** RabbitMQ cuts its refusals off after 255 bytes, and the host's name stands in each. */
    @Test
    void inAVirtualHostWithALongNameAQueueForManyConsumersIsRefusedToo() throws Exception {
        try (RabbitHost longHost = RabbitHost.named("chat " + "x".repeat(55))) {
            Map<String, Object> arguments = quorum();
            arguments.put("x-dead-letter-exchange", "dlx");
            longHost.channel().queueDeclare(P3, true, false, false, arguments);
            RabbitEventSource source = closing(new RabbitEventSource(longHost.config("a")));
            source.start(log.join("a"));
            await().until(() -> source.health().reason().contains("gateway.events.p3 has no x-single-active-consumer"));
            mend(source.health().reason());
            await().until(() -> source.health().up());
        }
    }

    /** Of this refusal RabbitMQ tells too little even if it is asked without. */
    @Test
    void whatRabbitMqDoesNotTellIsNotTakenForFit() throws Exception {
        try (RabbitHost longHost = RabbitHost.named("y".repeat(150))) {
            Map<String, Object> arguments = quorum();
            arguments.put("x-dead-letter-exchange", "dlx");
            longHost.channel().queueDeclare(P3, true, false, false, arguments);
            RabbitEventSource source = closing(new RabbitEventSource(longHost.config("a")));
            source.start(log.join("a"));
            await().until(() -> source.health().reason().contains("gateway.events.p3 can't be judged"));
            assertThat(source.health().reason()).contains("inequivalent arg 'x-dead-letter-exchange'");
            mend(source.health().reason());
            await().until(() -> source.health().up());
        }
    }

    enum Harmless {
        FANOUT(channel -> channel.exchangeDeclare("gateway.events", "fanout", true)),
        ALTERNATE(channel -> channel.exchangeDeclare(
                "gateway.events", "topic", true, false, Map.of("alternate-exchange", "amq.fanout"))),
        INTERNAL_HASH(channel ->
                channel.exchangeDeclare("gateway.events.hash", "x-consistent-hash", true, false, true, null)),
        TOPIC_FOR_THE_DEAD(channel -> channel.exchangeDeclare("gateway.dead", "topic", false)),
        CLASSIC(channel -> channel.queueDeclare(P3, true, false, false, ALONE)),
        BOUNDED(channel -> channel.queueDeclare(
                P3,
                true,
                false,
                false,
                Map.of("x-single-active-consumer", true, "x-max-length", 5_000, "x-overflow", "reject-publish"))),
        OTHER_DEAD_LETTERS(channel -> {
            Map<String, Object> arguments = quorum();
            arguments.putAll(ALONE);
            arguments.put("x-dead-letter-exchange", "7");
            arguments.put("x-delivery-limit", 50);
            return channel.queueDeclare(P3, true, false, false, arguments);
        });

        private final Action action;

        Harmless(Action action) {
            this.action = action;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsHarmlessStaysAsItIs(Harmless harmless) throws Exception {
        harmless.action.on(host.channel());
        String before = listed();
        RabbitEventSource source = started(host.config("a"), log.join("a"));
        RabbitPublisher publisher = closing(new RabbitPublisher(host.config("p")));
        publisher.start();
        await().until(() -> publisher.health().up());
        publish("g1", 0, 10);
        awaitAll("g1", 10);
        assertThat(source.health().up()).isTrue();
        assertThat(listed().lines().toList()).containsAll(before.lines().toList());
    }

    /** Its queue takes no part until it is declared again; then none of the instances consumes it beside another. */
    @Test
    void aQueueThatIsReplacedByOneForManyConsumersWhileTwoInstancesRunIsNoticed() throws Exception {
        RabbitEventSource first = started(host.config("a"), log.join("a"));
        RabbitEventSource second = started(host.config("b"), log.join("b"));
        host.channel().queueDelete(P3);
        host.channel().queueDeclare(P3, true, false, false, quorum());
        await().until(() -> first.health().reason().contains("has no x-single-active-consumer"));
        await().until(() -> second.health().reason().contains("has no x-single-active-consumer"));
        mend(first.health().reason());
        await().until(() -> first.health().up() && second.health().up());
        publish("g1", 0, 10);
        awaitAll("g1", 10);
    }

    @Test
    void anExchangeThatIsReplacedByAnotherTypeWhileAnInstanceRunsIsNoticedByBothSides() throws Exception {
        RabbitEventSource source = started(host.config("a"), log.join("a"));
        RabbitPublisher publisher = closing(new RabbitPublisher(host.config("p")));
        publisher.start();
        await().until(() -> publisher.health().up());
        host.channel().exchangeDelete("gateway.events.hash");
        host.channel().exchangeDeclare("gateway.events.hash", "fanout", true);
        await().until(() -> source.health().reason().contains("is of type fanout"));
        await().until(() -> publisher.health().reason().contains("is of type fanout"));
    }

    @Test
    void whoMayNotDeclareBelievesWhatIsThereAndWorks() throws Exception {
        host.declare();
        server().ctl("add_user", "modest", "secret");
        server().ctl("set_permissions", "-p", host.name(), "modest", "^$", "^gateway\\.", "^gateway\\.");
        String url = server().url().replaceFirst("//.*@", "//modest:secret@") + "/" + host.name();
        RabbitEventSource source = started(RabbitConfig.of(url, "a"), log.join("a"));
        RabbitPublisher publisher = closing(new RabbitPublisher(RabbitConfig.of(url, "p")));
        publisher.start();
        await().until(() -> publisher.health().up());
        publish("g1", 0, 10);
        awaitAll("g1", 10);
        host.channel().exchangeDelete("gateway.events.hash");
        await().until(() -> source.health().reason().contains("there is no exchange gateway.events.hash"));
        assertThat(source.health().reason())
                .contains("rabbitmqctl set_permissions -p " + host.name() + " modest '^gateway\\.'");
    }

    private static Map<String, Object> quorum() {
        return new HashMap<>(Map.of("x-queue-type", "quorum"));
    }

    private String listed() {
        return server().ctl("list_exchanges", "-p", host.name(), "name", "type", "durable", "internal", "arguments")
                + "\n" + server().ctl("list_queues", "-p", host.name(), "name", "type", "durable", "arguments");
    }
}
