package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.sync.redis.testkit.RedisServer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An instance that gives its share of the partitions up while Redis makes that difficult. */
class RetirementIT extends RedisFaults {
    private final RedisServer server = closedLater(RedisServer.stopped("--appendonly", "yes"));

    @Test
    void whoRetiresWhileRedisHangsIsGoneOnceRedisAnswersAndStaysSo() throws InterruptedException {
        server.start();
        Instance one = started(server, "one");
        Instance two = started(server, "two");
        awaitEachOther(one, two);
        server.freeze();
        // From here on calls that say "one shares" wait in Redis' sockets, to be carried out in any order.
        TimeUnit.MILLISECONDS.sleep(2_500);
        one.bus().retire();
        assertThat(one.bus().instances()).containsExactly("two");
        server.thaw();
        await().pollInterval(Duration.ofMillis(50))
                .during(Duration.ofSeconds(2))
                .until(() -> two.bus().instances().equals(Set.of("two")));
    }

    @Test
    void whoRetiresWhileRedisIsAwayIsGoneOnceItIsBack() {
        server.start();
        Instance one = started(server, "one");
        Instance two = started(server, "two");
        awaitEachOther(one, two);
        server.kill();
        await().until(() -> !one.bus().health().up());
        one.bus().retire();
        server.start();
        await().until(() -> two.bus().instances().equals(Set.of("two")));
        assertThat(one.bus().instances()).containsExactly("two");
    }

    private static void awaitEachOther(Instance one, Instance two) {
        for (Instance instance : new Instance[] {one, two}) {
            await().until(() -> instance.bus().instances().equals(Set.of("one", "two")));
        }
    }
}
