package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An instance that freezes with a batch in its hands, loses its connection meanwhile, and wakes up. */
class DeposedRelayIT extends RabbitCase {

    @Test
    void frozenBeforeItsClaimItAppendsNothingAlthoughItsTokenIsTheNewest() throws Exception {
        SharedLog.Node frozen = log.join("a");
        frozen.freezeClaims();
        started(host.config("a"), frozen);
        publish("g1", 0, 50);
        await().until(() -> frozen.calls() == 1);
        rescue();
        awaitAll("g1", 50);
        frozen.release();
        await().until(() -> log.claims() == 2);
        publish("g1", 50, 100);
        awaitAll("g1", 100);
        assertThat(log.repeats()).isZero();
        // Only these: once it is back in order, it may have the partition again.
        assertThat(log.entries().subList(0, 50))
                .extracting(SharedLog.Written::node)
                .containsOnly("b");
    }

    @Test
    void frozenBeforeItsAppendItIsFenced() throws Exception {
        SharedLog.Node frozen = log.join("a");
        frozen.holdAppends();
        started(host.config("a"), frozen);
        publish("g1", 0, 50);
        await().until(() -> frozen.held() == 1);
        rescue();
        awaitAll("g1", 50);
        frozen.release();
        assertThat(log.fenced()).isEqualTo(1);
        publish("g1", 50, 100);
        awaitAll("g1", 100);
        assertThat(log.entries()).hasSize(100);
    }

    /** RabbitMQ gives up the frozen one, and somebody else is there first. */
    private RabbitEventSource rescue() {
        SharedLog.Node sink = log.join("b");
        log.leave("a");
        RabbitEventSource other = started(host.config("b"), sink);
        server().ctl("eval", closing("gateway a: events"));
        return other;
    }

    /** Ends the connections with this name at RabbitMQ's side, without a word to the client. */
    private static String closing(String name) {
        return "[exit(Pid, kill) || [{pid, Pid}, {client_properties, Properties}] <-"
                + " rabbit_networking:connection_info_all([pid, client_properties]),"
                + " lists:member({<<\"connection_name\">>, longstr, <<\"" + name + "\">>}, Properties)].";
    }
}
