package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Connection;
import io.wsgateway.model.Event;
import io.wsgateway.testkit.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RabbitPublisherIT extends RabbitCase {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Test
    void whatIsPublishedArrivesAsItIs() throws Exception {
        host.declare();
        RabbitPublisher publisher = started();
        List<Event> events = Samples.ofEveryKind().stream()
                .filter(Event.class::isInstance)
                .map(Event.class::cast)
                .toList();
        for (Event event : events) {
            assertThat(publisher.publish(event, "g1").toCompletableFuture()).succeedsWithin(PATIENCE);
        }
        started(host.config("a"), log.join("a"));
        await().until(() -> log.entries().size() == events.size());
        assertThat(log.entries()).extracting(SharedLog.Written::event).isEqualTo(events);
    }

    @Test
    void manyAtATimeAreAllConfirmedInOrder() throws Exception {
        host.declare();
        RabbitPublisher publisher = started();
        List<CompletableFuture<Void>> outcomes = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            outcomes.add(
                    publisher.publish(Samples.messageWithId("g1-" + i), "g1").toCompletableFuture());
        }
        assertThat(CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new)))
                .succeedsWithin(PATIENCE);
        started(host.config("a"), log.join("a"));
        awaitAll("g1", 500);
    }

    @Test
    void whatBelongsToNoQueueFails() throws Exception {
        host.channel().exchangeDeclare("gateway.events", "topic", true);
        host.channel().exchangeDeclare("gateway.events.hash", "x-consistent-hash", true);
        RabbitPublisher publisher = started();
        assertThat(publisher.publish(Samples.messageWithId("a"), "g1").toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableOfType(Exception.class)
                .withMessageContaining("No queue takes the message: NO_ROUTE");
    }

    @Test
    void withoutTheExchangeItFailsAndComesBackWithIt() throws Exception {
        RabbitPublisher publisher = closing(new RabbitPublisher(host.config("p")));
        publisher.start();
        await().until(() -> publisher.health().reason().contains("no exchange 'gateway.events'"));
        assertThat(publisher.publish(Samples.messageWithId("g1-0"), "g1").toCompletableFuture())
                .failsWithin(PATIENCE);
        host.declare();
        await().until(() -> publisher.health().up());
        assertThat(publisher.publish(Samples.messageWithId("g1-0"), "g1").toCompletableFuture())
                .succeedsWithin(PATIENCE);
    }

    @Test
    void anIdOrKeyThatAmqpCantCarryIsRefusedAndLaterConfirmsBelongToTheirMessages() throws Exception {
        host.declare();
        RabbitPublisher publisher = started();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> publisher.publish(Samples.messageWithId("é".repeat(200)), "g1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> publisher.publish(Samples.messageWithId("g1-0"), "é".repeat(200)))
                .withMessageContaining("at most 255 bytes, not 400");
        assertThat(publisher.health().up()).isTrue();
        assertThat(publisher.publish(Samples.messageWithId("g1-0"), "g1").toCompletableFuture())
                .succeedsWithin(PATIENCE);
    }

    @Test
    void aChannelOnWhichThePublishThrewIsNotUsedAgain() throws Exception {
        host.declare();
        RabbitConfig config = host.config("a");
        ConfirmingPublisher confirming = closing(
                new ConfirmingPublisher(config, new Connector(config), "publishing", (connection, progress) -> {}));
        confirming.start();
        await().until(() -> confirming.health().up());
        BasicProperties plain = new BasicProperties();
        String unwritable = "x".repeat(256);
        assertThat(confirming.publish(unwritable, "g1", plain, new byte[0]).toCompletableFuture())
                .failsWithin(PATIENCE);
        // At once and without a confirm, so it wasn't sent where numbers are wrong.
        assertThat(confirming
                        .publish("gateway.events", "g1", plain, new byte[0])
                        .toCompletableFuture())
                .failsWithin(Duration.ofMillis(100));
        await().until(() -> confirming.health().up());
        await().untilAsserted(() -> assertThat(confirming
                        .publish("gateway.events", "g1", plain, new byte[0])
                        .toCompletableFuture())
                .succeedsWithin(PATIENCE));
    }

    @Test
    void aChannelThatConfirmsNothingMoreFailsWhatIsSentAndIsReplaced() throws Exception {
        host.declare();
        RabbitConfig config = host.config("a");
        ConfirmingPublisher confirming = closing(new ConfirmingPublisher(
                config,
                new Connector(config),
                "publishing",
                (connection, progress) -> {},
                new ConfirmingPublisher.Patience(Duration.ofMillis(500), Duration.ofSeconds(4))));
        confirming.start();
        await().until(() -> confirming.health().up());
        server().ctl("eval", eachChannel("sys:suspend(Pid)"));
        try {
            List<CompletableFuture<Void>> unconfirmed = new ArrayList<>();
            for (int i = 0; i < 1_024; i++) {
                unconfirmed.add(publish(confirming));
            }
            assertThat(unconfirmed)
                    .allSatisfy(outcome -> assertThat(outcome)
                            .failsWithin(Duration.ofSeconds(3))
                            .withThrowableOfType(ExecutionException.class)
                            .withCauseInstanceOf(TimeoutException.class));
            // There is room again, though nothing was confirmed.
            assertThat(publish(confirming))
                    .failsWithin(Duration.ofSeconds(3))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(TimeoutException.class);
            await().until(() -> confirming.health().reason().contains("confirmed nothing for 4 s"));
        } finally {
            server().ctl("eval", eachChannel("sys:resume(Pid)"));
        }
        await().until(() -> confirming.health().up());
        assertThat(publish(confirming)).succeedsWithin(PATIENCE);
    }

    /** Nobody sees then whether what is published leads anywhere; that alone is no reason to refuse it. */
    @Test
    void looksThatFailTwiceInARowAreInTheHealthAndPublishingGoesOn() throws Exception {
        host.declare();
        RabbitConfig config = host.config("a");
        FailingLooks looks = new FailingLooks();
        ConfirmingPublisher confirming =
                closing(new ConfirmingPublisher(config, new Connector(config), "publishing", looks));
        confirming.start();
        await().until(() -> confirming.health().up());
        await().until(() -> looks.failed.get() > 0);
        assertThat(confirming.health().up() || looks.failed.get() > 1).isTrue();
        await().until(() -> !confirming.health().up());
        assertThat(confirming.health().reason()).isEqualTo("the topology can't be looked at: no answer");
        assertThat(looks.failed).hasValueGreaterThanOrEqualTo(2);
        assertThat(publish(confirming)).succeedsWithin(PATIENCE);
        looks.fail = false;
        await().until(() -> confirming.health().up());
    }

    private static final class FailingLooks implements ConfirmingPublisher.Preparation {
        private final AtomicInteger failed = new AtomicInteger();
        private volatile boolean fail = true;

        @Override
        public void prepare(Connection connection, Runnable progress) {}

        @Override
        public void again() throws IOException {
            if (fail) {
                failed.incrementAndGet();
                throw new IOException("no answer");
            }
        }
    }

    private static CompletableFuture<Void> publish(ConfirmingPublisher confirming) {
        return confirming
                .publish("gateway.events", "g1", new BasicProperties(), new byte[0])
                .toCompletableFuture();
    }

    @Test
    void whatIsUnconfirmedWhenTheConnectionIsLostFails() throws Exception {
        host.declare();
        RabbitPublisher publisher = started();
        // RabbitMQ gets what it doesn't read, and so can't confirm.
        server().ctl("eval", eachConnection("sys:suspend(Pid)"));
        List<CompletableFuture<Void>> unconfirmed = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            unconfirmed.add(
                    publisher.publish(Samples.messageWithId("g1-" + i), "g1").toCompletableFuture());
        }
        server().ctl("eval", eachConnection("exit(Pid, kill)"));
        assertThat(unconfirmed)
                .allSatisfy(outcome -> assertThat(outcome)
                        .failsWithin(Duration.ofSeconds(5))
                        .withThrowableOfType(Exception.class)
                        .withMessageContaining("the connection was lost before RabbitMQ confirmed"));
        await().until(() -> publisher.health().up());
        assertThat(publisher.publish(Samples.messageWithId("g1-0"), "g1").toCompletableFuture())
                .succeedsWithin(PATIENCE);
    }

    @Test
    void whileRabbitMqIsOutOfMemoryPublishingFailsAtOnceAndConsumingGoesOn() throws Exception {
        host.declare();
        RabbitPublisher publisher = started();
        SharedLog.Node sink = log.join("a");
        started(host.config("a"), sink);
        sink.holdAppends();
        // Several times the prefetch: most of it waits in RabbitMQ.
        publish("g1", 0, 500);
        await().until(() -> sink.held() == 1);
        server().ctl("set_vm_memory_high_watermark", "absolute", "1MB");
        try {
            // Only one that tries to publish is told.
            await().until(() -> {
                publisher
                        .publish(Samples.messageWithId("x"), "g1")
                        .toCompletableFuture()
                        .exceptionally(e -> null);
                return publisher.health().reason().contains("takes no messages now: low on memory");
            });
            assertThat(publisher.publish(Samples.messageWithId("y"), "g1").toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(1));
            sink.release();
            awaitAll("g1", 500);
            assertThat(publisher.health().reason()).contains("takes no messages now: low on memory");
        } finally {
            server().ctl("set_vm_memory_high_watermark", "0.4");
        }
        await().until(() -> publisher.health().up());
        await().until(() -> log.entries().stream()
                .anyMatch(written -> "x".equals(written.event().id())));
    }

    /** @param action in Erlang, on a {@code Pid} */
    private static String eachConnection(String action) {
        return "[" + action + " || Pid <- rabbit_networking:connections()].";
    }

    /** @param action in Erlang, on a {@code Pid} */
    private static String eachChannel(String action) {
        return "[" + action + " || Pid <- rabbit_channel:list()].";
    }

    private RabbitPublisher started() {
        RabbitPublisher publisher = closing(new RabbitPublisher(host.config("a")));
        publisher.start();
        await().until(() -> publisher.health().up());
        return publisher;
    }
}
