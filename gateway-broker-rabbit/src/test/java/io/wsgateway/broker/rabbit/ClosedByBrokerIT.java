package io.wsgateway.broker.rabbit;

import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

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
    void aChannelThatIsClosedBecauseTheLogTookTooLongIsReplaced() throws Exception {
        String before = server().ctl("eval", "application:get_env(rabbit, consumer_timeout).");
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
            server().ctl("eval", settings(before.replaceAll("\\D", ""), "60000"));
        }
    }

    @Test
    void aQueueThatWasDeletedIsDeclaredAgain() throws Exception {
        started(host.config("a"), log.join("a"));
        publish("g1", 0, 10);
        awaitAll("g1", 10);
        String partition = log.entries().get(0).partition();
        host.channel().queueDelete("gateway.events." + partition);
        await().until(() ->
                server().ctl("list_queues", "-p", host.name(), "name").contains("gateway.events." + partition));
        publish("g1", 10, 50);
        awaitAll("g1", 50);
    }

    /** Both apply to channels that are opened later. */
    private static String settings(String timeoutMillis, String tickMillis) {
        return "application:set_env(rabbit, consumer_timeout, " + timeoutMillis + "),"
                + " application:set_env(rabbit, channel_tick_interval, " + tickMillis + ").";
    }
}
