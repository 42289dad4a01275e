package io.wsgateway;

import io.wsgateway.model.Event;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.EventSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The way from a source into the log. */
record BusSink(ClusterBus bus) implements EventSource.Sink {
    @Override
    public CompletionStage<ClusterBus.Appender> claim(String partition) {
        return bus.claim(partition);
    }

    @Override
    public CompletionStage<Void> accept(List<Event> batch) {
        return bus.append(batch);
    }

    @Override
    public Set<String> instances() {
        return bus.instances();
    }
}
