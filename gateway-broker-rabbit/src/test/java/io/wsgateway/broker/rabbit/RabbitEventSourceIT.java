package io.wsgateway.broker.rabbit;

import io.wsgateway.model.Event;
import io.wsgateway.spi.EventSource;
import io.wsgateway.testkit.PartitionedEventSourceContract;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class RabbitEventSourceIT extends PartitionedEventSourceContract {
    private static RabbitHost host;

    @BeforeAll
    static void openHost() {
        host = RabbitHost.fresh();
    }

    @AfterAll
    static void closeHost() {
        host.close();
    }

    @BeforeEach
    void emptyQueues() throws Exception {
        host.clear();
        host.declare();
    }

    @Override
    protected EventSource open() {
        return new RabbitEventSource(host.config("node-1"));
    }

    @Override
    protected void publish(String key, Event event) {
        try {
            host.publish(key, event);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Collection<String> secrets() {
        return List.of(host.server().password());
    }

    @Override
    protected Duration patience() {
        return Duration.ofSeconds(30);
    }
}
