package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import io.wsgateway.testkit.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is deleted or unbound while two instances run: it is there again within 10 s, and nobody is told what isn't true. */
@Tag("server")
class TopologyLossIT extends RabbitCase {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** What somebody does to the topology. Nothing of it takes events that were confirmed. */
    enum Damage {
        EVENTS_DELETED(channel -> channel.exchangeDelete("gateway.events")),
        HASH_DELETED(channel -> channel.exchangeDelete("gateway.events.hash")),
        BOTH_DELETED(channel -> {
            channel.exchangeDelete("gateway.events");
            return channel.exchangeDelete("gateway.events.hash");
        }),
        HASH_UNBOUND(channel -> channel.exchangeUnbind("gateway.events.hash", "gateway.events", "#")),
        QUEUE_UNBOUND(channel -> channel.queueUnbind("gateway.events.p3", "gateway.events.hash", "1")),
        ALL_QUEUES_UNBOUND(channel -> {
            for (int i = 0; i < 8; i++) {
                channel.queueUnbind("gateway.events.p" + i, "gateway.events.hash", "1");
            }
            return channel;
        }),
        DEAD_DELETED(channel -> channel.exchangeDelete("gateway.dead")),
        DEAD_QUEUE_DELETED(channel -> channel.queueDelete("gateway.dead"));

        private interface Action {
            Object on(Channel channel) throws Exception;
        }

        private final Action action;

        Damage(Action action) {
            this.action = action;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsGoneIsThereAgainAndWhatWasConfirmedArrives(Damage damage) throws Exception {
        started(host.config("a"), log.join("a"));
        started(host.config("b"), log.join("b"));
        RabbitPublisher publisher = publisher();
        String whole = bindings();
        List<String> confirmed = new ArrayList<>();
        confirmed.addAll(publish(publisher, 0, 50));
        damage.action.on(host.channel());
        confirmed.addAll(publish(publisher, 50, 100));
        await().atMost(SOON).until(() -> bindings().equals(whole));
        await().atMost(SOON).until(() -> publisher.health().up());
        await().untilAsserted(() -> assertThat(publish(publisher, 100, 150)).hasSize(50));
        confirmed.addAll(publish(publisher, 150, 200));
        await().untilAsserted(() -> assertThat(log.entries())
                .extracting(entry -> entry.event().id())
                .containsAll(confirmed));
        assertThat(log.repeats()).isZero();
    }

    @Test
    void theQueueForAllIsBoundAgainToo() throws Exception {
        host.channel().queueDeclare(Partition.ALL.queue(), true, false, false, TopologyRefusedIT.ALONE);
        started(host.config("a"), log.join("a"));
        RabbitPublisher publisher = publisher();
        host.channel().queueUnbind(Partition.ALL.queue(), "gateway.events", "#");
        assertThat(publish(publisher, 0, 1)).isEmpty();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(publish(publisher, 0, 1)).hasSize(1));
    }

    /** With a queue of the operator's beside it, no message is returned: only the look tells. */
    @Test
    void withAnotherQueueOnTheExchangeThePublisherStillNoticesThatNothingLeadsToTheGateway() throws Exception {
        host.declare();
        RabbitPublisher publisher = publisher();
        host.channel().queueDeclare("audit", true, false, false, null);
        try {
            host.channel().queueBind("audit", "gateway.events", "#");
            host.channel().exchangeDelete("gateway.events.hash");
            await().atMost(SOON).until(() -> !publisher.health().up());
            assertThat(publisher.health().reason()).contains("neither an exchange gateway.events.hash nor");
            assertThat(publish(publisher, 0, 1)).isEmpty();
        } finally {
            host.channel().queueDelete("audit");
        }
    }

    @Test
    void whoMayNotRepairAnyMoreSaysSoAndRepairsOnceItMayAgain() throws Exception {
        server().ctl("add_user", "loses", "secret");
        rights(".*", ".*", ".*");
        String url = server().url().replaceFirst("//.*@", "//loses:secret@") + "/" + host.name();
        RabbitEventSource source = started(RabbitConfig.of(url, "a"), log.join("a"));
        String whole = bindings();
        rights(".*", "^$", ".*");
        host.channel().queueUnbind("gateway.events.p3", "gateway.events.hash", "1");
        await().until(() -> !source.health().up());
        assertThat(source.health().reason())
                .startsWith("the topology can't be looked at: ACCESS_REFUSED - ")
                .contains("rabbitmqctl set_permissions -p " + host.name() + " loses ");
        assertThat(bindings()).isNotEqualTo(whole);
        rights(".*", ".*", ".*");
        await().atMost(SOON).until(() -> source.health().up());
        assertThat(bindings()).isEqualTo(whole);
    }

    private void rights(String configure, String write, String read) {
        server().ctl("set_permissions", "-p", host.name(), "loses", configure, write, read);
    }

    private RabbitPublisher publisher() {
        RabbitPublisher publisher = closing(new RabbitPublisher(host.config("p")));
        publisher.start();
        await().until(() -> publisher.health().up());
        return publisher;
    }

    /** @return the ids of those that RabbitMQ has, as the publisher says */
    private static List<String> publish(RabbitPublisher publisher, int from, int to) {
        List<String> confirmed = new ArrayList<>();
        List<CompletableFuture<Void>> outcomes = new ArrayList<>();
        for (int i = from; i < to; i++) {
            outcomes.add(publisher
                    .publish(Samples.messageWithId("e" + i), "key-" + i)
                    .toCompletableFuture());
        }
        for (int i = from; i < to; i++) {
            if (outcomes.get(i - from)
                    .handle((done, failure) -> failure == null)
                    .join()) {
                confirmed.add("e" + i);
            }
        }
        return confirmed;
    }

    private String bindings() {
        return server().ctl("list_bindings", "-p", host.name(), "destination_name", "source_name", "routing_key")
                .lines()
                .filter(line -> line.contains("\tgateway."))
                .sorted()
                .reduce("", (all, line) -> all + line + "\n");
    }
}
