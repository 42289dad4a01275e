package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.broker.rabbit.testkit.RabbitServer;
import io.wsgateway.spi.Health;
import io.wsgateway.testkit.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** Tests against a real RabbitMQ, with a log of ours behind; each test begins with nothing declared. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RabbitCase {
    protected RabbitHost host;
    protected SharedLog log;
    private final List<AutoCloseable> open = new ArrayList<>();

    /** The shared server, unless a class breaks its own. */
    protected RabbitHost host() {
        return RabbitHost.fresh();
    }

    @BeforeAll
    void openHost() {
        host = host();
    }

    @AfterAll
    void closeHost() {
        host.close();
    }

    @BeforeEach
    void begin() throws Exception {
        log = new SharedLog();
        host.clear();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        open.clear();
    }

    protected <T extends AutoCloseable> T closing(T one) {
        open.add(one);
        return one;
    }

    /** Starts a source and waits until it works. */
    protected RabbitEventSource started(RabbitConfig config, SharedLog.Node sink) {
        RabbitEventSource source = closing(new RabbitEventSource(config));
        source.start(sink);
        await().untilAsserted(() -> assertThat(source.health()).isEqualTo(Health.UP));
        return source;
    }

    /** Publishes {@code key-from} to {@code key-(to-1)} and awaits RabbitMQ's confirms. */
    protected void publish(String key, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            host.send(key, Samples.messageWithId(key + "-" + i));
        }
        host.awaitConfirms();
    }

    protected void awaitAll(String key, int count) {
        await().untilAsserted(() -> assertThat(log.ids(key)).hasSizeGreaterThanOrEqualTo(count));
        assertThat(log.ids(key))
                .isEqualTo(
                        IntStream.range(0, count).mapToObj(i -> key + "-" + i).toList());
    }

    protected static ConditionFactory await() {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(45));
    }

    protected RabbitServer server() {
        return host.server();
    }
}
