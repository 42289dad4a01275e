package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.broker.rabbit.testkit.RabbitServer;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A RabbitMQ that can't share the work out: one instance at a time does all of it, in order, and says why. */
@Tag("cluster")
class PluginMissingIT {
    private static final List<String> GUILDS =
            IntStream.range(0, 10).mapToObj(i -> "guild" + i).toList();

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = Cluster.of(RedisServer.durable(), RabbitServer.startWithoutPlugins());
        cluster.add();
        cluster.add();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void orderIsKeptOverBothInstancesAndOneWarningSaysWhatIsMissing() {
        String[] guilds = GUILDS.toArray(String[]::new);
        try (WireClient ann = cluster.instance(0).member("ann", guilds);
                WireClient bob = cluster.instance(1).member("bob", guilds)) {
            publish(0, 100);
            assertTold(ann, 100);
            assertTold(bob, 100);
            // The first finds no plugin; the second finds the queue that the first has declared in the plugin's place.
            assertThat(warnings(0)).singleElement().asString().contains("lacks the exchange type x-consistent-hash");
            assertThat(warnings(1)).singleElement().asString().contains("queue gateway.events.all");

            cluster.rabbit.closeConnections();
            publish(100, 200);
            assertTold(ann, 200);
            assertTold(bob, 200);

            cluster.instance(0).jar.terminate().awaitExit();
            publish(200, 300);
            assertTold(bob, 300);
        }
        // Whatever was said isn't said again after a new connection.
        assertThat(warnings(0)).doesNotHaveDuplicates();
        assertThat(warnings(1)).hasSize(1);
    }

    /** What an instance warned of about the plugin, without the time. */
    private static List<String> warnings(int instance) {
        return cluster.instance(instance)
                .jar
                .output()
                .lines()
                .filter(line -> line.contains("WARN") && line.contains("rabbitmq_consistent_hash_exchange"))
                .map(line -> line.substring(line.indexOf("WARN")))
                .toList();
    }

    private static void publish(int from, int to) {
        try (AmqpPublisher publisher = cluster.publisher()) {
            for (int n = from; n < to; n++) {
                for (String guild : GUILDS) {
                    publisher.publish(guild, n);
                }
            }
            for (String guild : GUILDS) {
                new GuildService(publisher, guild).mark("end-" + to, "ann", "bob");
            }
        }
    }

    private static void assertTold(WireClient client, int all) {
        List<String> numbers = IntStream.range(0, all).mapToObj(String::valueOf).toList();
        for (String guild : GUILDS) {
            assertThat(ReceivedEvents.of(client, guild, "end-" + all))
                    .filteredOn(word -> !word.startsWith("end-"))
                    .isEqualTo(numbers);
        }
    }
}
