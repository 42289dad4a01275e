package io.wsgateway.testkit;

import io.wsgateway.model.Event;
import io.wsgateway.spi.EventSource;

class InMemoryEventSourceTest extends PartitionedEventSourceContract {
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
