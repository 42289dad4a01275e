package io.wsgateway.broker.rabbit;

import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class ClosedByBrokerIT extends RabbitCase {

    @Test
    void afterItsConnectionsWereClosedAllThatWasConfirmedArrivesInOrder() throws Exception {
        RabbitEventSource source = started(host.config("a"), log.join("a"));
        publish("g1", 0, 200);
        CompletableFuture<Void> closed = runAsync(server()::closeConnections);
        await().until(() -> !source.health().up());
        closed.join();
        publish("g1", 200, 400);
        awaitAll("g1", 400);
        await().until(() -> source.health().up());
    }

    @Test
    void aFrozenBrokerIsGivenUpAfterTwoHeartbeatsAndFoundWhenItGoesOn() throws Exception {
        RabbitEventSource source = started(host.config("a").withHeartbeat(Duration.ofSeconds(1)), log.join("a"));
        publish("g1", 0, 50);
        awaitAll("g1", 50);
        server().freeze();
        try {
            await().until(() -> !source.health().up());
            assertThat(source.health().reason()).containsIgnoringCase("heartbeat");
        } finally {
            server().thaw();
        }
        await().until(() -> source.health().up());
        publish("g1", 50, 100);
        awaitAll("g1", 100);
    }

    @Test
    void aLogThatIsAwayForLongerThanTheBrokerWaitsCostsNoConnectionAndNoEvent() throws Exception {
        String before = timeout();
        server().ctl("eval", settings("2000", "500"));
        try {
            SharedLog.Node sink = log.join("a");
            // More than a channel lasts: the patience with the log has to span several.
            RabbitEventSource source = started(host.config("a").withSinkPatience(Duration.ofSeconds(4)), sink);
            String connection = connection();
            sink.fail(true);
            publish("g1", 0, 200);
            await().until(() -> source.health().reason().contains("until the log answers"));
            publish("g1", 200, 300);
            sink.fail(false);
            long back = System.nanoTime();
            await().until(() -> !log.entries().isEmpty());
            assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(5));
            awaitAll("g1", 300);
            assertThat(log.repeats()).isZero();
            assertThat(connection()).isEqualTo(connection);
            assertThat(host.drain("gateway.dead")).isEmpty();
        } finally {
            server().ctl("eval", settings(before, "60000"));
        }
    }

    @Test
    void aChannelThatIsClosedBecauseTheLogTookTooLongIsReplaced() throws Exception {
        String before = timeout();
        server().ctl("eval", settings("2000", "500"));
        try {
            SharedLog.Node sink = log.join("a");
            RabbitEventSource source = started(host.config("a"), sink);
            sink.holdAppends();
            publish("g1", 0, 5);
            await().until(() -> sink.held() == 1);
            // Claim and append before the channel ended; a second claim after.
            await().until(() -> sink.calls() >= 3);
            sink.release();
            publish("g1", 5, 10);
            awaitAll("g1", 10);
            assertThat(source.health().up()).isTrue();
            assertThat(host.drain("gateway.dead")).isEmpty();
        } finally {
            server().ctl("eval", settings(before, "60000"));
        }
    }

    @Test
    void aQueueThatWasDeletedIsDeclaredAgain() throws Exception {
        started(host.config("a"), log.join("a"));
        publish("g1", 0, 10);
        awaitAll("g1", 10);
        String partition = log.entries().get(0).partition();
        host.channel().queueDelete("gateway.events." + partition);
        // Until it is bound again its keys go elsewhere, and may be overtaken.
        await().until(() -> server().ctl("list_bindings", "-p", host.name(), "destination_name", "source_name")
                .contains("gateway.events." + partition + "\tgateway.events.hash"));
        publish("g1", 10, 50);
        awaitAll("g1", 50);
    }

    private String timeout() {
        return server().ctl("eval", "application:get_env(rabbit, consumer_timeout).")
                .replaceAll("\\D", "");
    }

    /** The one that reads, as RabbitMQ knows it. */
    private String connection() {
        return server().ctl(
                        "eval",
                        "[Pid || [{pid, Pid}, {client_properties, Properties}] <-"
                                + " rabbit_networking:connection_info_all([pid, client_properties]),"
                                + " lists:member({<<\"connection_name\">>, longstr, <<\"gateway a: events\">>}, Properties)].");
    }

    /** Both apply to channels that are opened later. */
    private static String settings(String timeoutMillis, String tickMillis) {
        return "application:set_env(rabbit, consumer_timeout, " + timeoutMillis + "),"
                + " application:set_env(rabbit, channel_tick_interval, " + tickMillis + ").";
    }
}
