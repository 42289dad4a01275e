package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.rabbitmq.client.Channel;
import io.wsgateway.testkit.Samples;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopologyIT extends RabbitCase {
    private static final String PROBE = "gateway.probe";

    @AfterEach
    void removeTheProbe() throws Exception {
        host.channel().queueDelete(PROBE);
    }

    @Test
    void everythingIsDeclaredAndAgainChangesNothing() throws Exception {
        assertThat(host.declare()).hasSize(8);
        String first = listed();
        assertThat(host.declare()).hasSize(8);
        assertThat(listed()).isEqualTo(first);
        assertThat(first)
                .contains("gateway.events\ttopic", "gateway.events.hash\tx-consistent-hash", "gateway.dead\tfanout")
                .contains("gateway.events.p0\tquorum", "gateway.events.p7\tquorum", "gateway.dead\tquorum");
        String arguments = server().ctl("list_queues", "-p", host.name(), "name", "arguments");
        assertThat(arguments).contains("x-single-active-consumer");
        assertThat(arguments.contains("x-delivery-limit"))
                .isEqualTo(!server().ctl("version").startsWith("3."));
    }

    /** Why the argument is left out here, although it is what later releases need. */
    @Test
    void aReleaseBefore4DropsWhatComesBackOnceWhereTheDeliveryLimitIsMinus1() throws Exception {
        assumeThat(server().ctl("version")).startsWith("3.");
        Channel channel = host.channel();
        channel.queueDeclare(PROBE, true, false, false, Map.of("x-queue-type", "quorum", "x-delivery-limit", -1));
        publishAndGiveBack(channel);
        await().until(() -> channel.messageCount(PROBE) == 0);
    }

    /** What operators are told to do before an upgrade to 4. */
    @Test
    void aPolicyWithALargeDeliveryLimitIsTakenByThisReleaseAndDropsNothing() throws Exception {
        Channel channel = host.channel();
        channel.queueDeclare(PROBE, true, false, false, Map.of("x-queue-type", "quorum"));
        server().ctl(
                        "set_policy",
                        "-p",
                        host.name(),
                        "--apply-to",
                        "queues",
                        "no-delivery-limit",
                        "^gateway\\.",
                        "{\"delivery-limit\":1000000000}");
        publishAndGiveBack(channel);
        await().until(() -> channel.messageCount(PROBE) == 1);
        assertThat(server().ctl("list_queues", "-p", host.name(), "name", "policy"))
                .contains(PROBE + "\tno-delivery-limit");
    }

    private void publishAndGiveBack(Channel channel) throws Exception {
        channel.basicPublish("", PROBE, null, new byte[1]);
        host.awaitConfirms();
        channel.basicReject(channel.basicGet(PROBE, false).getEnvelope().getDeliveryTag(), true);
    }

    @Test
    void whatOperatorsDeclaredStaysAsItIs() throws Exception {
        Map<String, Object> own = Map.of("x-single-active-consumer", true, "x-max-length", 5_000);
        host.channel().queueDeclare("gateway.events.p3", true, false, false, own);
        host.declare();
        assertThat(server().ctl("list_queues", "-p", host.name(), "name", "type", "arguments"))
                .containsPattern("gateway\\.events\\.p3\\s+classic.*5000");
    }

    @Test
    void everyPartitionGetsAShareOfTheKeys() throws Exception {
        host.declare();
        for (int key = 0; key < 400; key++) {
            host.send("guild-" + key, Samples.message("x"));
        }
        host.awaitConfirms();
        for (int i = 0; i < 8; i++) {
            assertThat(host.channel().messageCount("gateway.events.p" + i)).isBetween(10L, 150L);
        }
    }

    @Test
    void aQueueForAllThatIsThereStaysInUse() throws Exception {
        host.channel()
                .queueDeclare(Partition.ALL.queue(), true, false, false, Map.of("x-single-active-consumer", true));
        assertThat(host.declare()).containsExactly(Partition.ALL);
        started(host.config("a"), log.join("a"));
        publish("g1", 0, 10);
        awaitAll("g1", 10);
        assertThat(log.entries()).extracting(SharedLog.Written::partition).containsOnly("all");
    }

    @Test
    void oneThatMayOnlyCheckNamesWhatIsMissingAndWorksOnceItIsThere() throws Exception {
        RabbitEventSource source =
                closing(new RabbitEventSource(host.config("a").withDeclare(false)));
        source.start(log.join("a"));
        await().until(() -> source.health().reason().contains("there is no exchange gateway.events"));
        assertThat(source.health().reason()).contains("127.0.0.1:" + server().port());
        host.declare();
        await().until(() -> source.health().up());
        publish("g1", 0, 3);
        awaitAll("g1", 3);
    }

    @Test
    void fewerPartitionsThanThereAreIsAnError() throws Exception {
        host.declare();
        RabbitEventSource source =
                closing(new RabbitEventSource(host.config("a").withPartitions(4)));
        source.start(log.join("a"));
        await().until(() -> source.health().reason().contains("gateway.events.p4"));
    }

    @Test
    void morePartitionsThanThereAreIsAnErrorAndAddsNone() throws Exception {
        host.declare();
        RabbitEventSource source =
                closing(new RabbitEventSource(host.config("a").withPartitions(9)));
        source.start(log.join("a"));
        await().until(() -> source.health().reason().contains("none gateway.events.p8"));
        assertThat(source.health().reason()).contains("set the number that there is");
        assertThat(host.exists("gateway.events.p8")).isFalse();
    }

    @Test
    void theLastPartitionThatIsDeletedLaterIsDeclaredAgain() throws Exception {
        started(host.config("a"), log.join("a"));
        host.channel().queueDelete("gateway.events.p7");
        await().until(() -> host.exists("gateway.events.p7"));
    }

    @Test
    void whatDiedWhileItDeclaredIsCompleted() throws Exception {
        Map<String, Object> own = Map.of("x-single-active-consumer", true);
        for (int i = 7; i > 2; i--) {
            host.channel().queueDeclare("gateway.events.p" + i, true, false, false, own);
        }
        assertThat(host.declare()).hasSize(8);
    }

    @Test
    void aMissingVirtualHostAndAWrongPasswordAreNamedWithoutThePassword() {
        String url = server().url();
        assertThat(reason(url + "/nowhere")).contains("vhost").contains("nowhere");
        assertThat(reason(url.replace(server().password(), "wrong-one")))
                .contains("refused the user or the password")
                .doesNotContain("wrong-one");
    }

    @Test
    void aUserWhoMayNotReadThePartitionsIsToldSo() throws Exception {
        host.declare();
        server().ctl("add_user", "blind", "secret");
        String exchangesOnly = "^gateway\\.(events|events\\.hash|dead)$";
        server().ctl("set_permissions", "-p", host.name(), "blind", "^gateway", "^gateway", exchangesOnly);
        assertThat(lastingReason(server().url().replaceFirst("//.*@", "//blind:secret@") + "/" + host.name()))
                .contains("ACCESS_REFUSED", "gateway.events.p");
    }

    /** Of a source that connects and can't work. */
    private String lastingReason(String url) {
        RabbitEventSource source = closing(new RabbitEventSource(RabbitConfig.of(url, "a")));
        source.start(log.join("a"));
        await().until(() -> source.health().reason().contains("ACCESS_REFUSED"));
        return source.health().reason();
    }

    private String reason(String url) {
        RabbitEventSource source = closing(new RabbitEventSource(RabbitConfig.of(url, "a")));
        source.start(log.join("a"));
        await().until(() -> !source.health().reason().contains("not connected yet"));
        return source.health().reason();
    }

    private String listed() {
        return server().ctl("list_exchanges", "-p", host.name(), "name", "type")
                + server().ctl("list_queues", "-p", host.name(), "name", "type", "durable", "arguments")
                + server().ctl("list_bindings", "-p", host.name());
    }
}
