package com.example.edges;

import io.wsgateway.model.Event;
import io.wsgateway.spi.EventSource;
import io.wsgateway.testkit.InMemoryBroker;
import io.wsgateway.testkit.InMemoryEventSource;
import io.wsgateway.testkit.PartitionedEventSourceContract;

class SourceTest extends PartitionedEventSourceContract {
    private final InMemoryBroker broker = new InMemoryBroker();

    @Override
    protected EventSource open() {
        return new InMemoryEventSource(broker);
    }

    @Override
    protected void publish(String key, Event event) {
        broker.publish(key, event);
    }
}
