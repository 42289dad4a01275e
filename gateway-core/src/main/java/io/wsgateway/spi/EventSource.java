package io.wsgateway.spi;

import io.wsgateway.model.Event;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Where events come from. A source acknowledges to its publisher only what a sink has completed. */
public interface EventSource extends Component {

    /**
     * Begins to hand events to the sink; called once. Returns at once and keeps trying while the publisher's side can't be
     * reached.
     *
     * @throws IllegalArgumentException for settings that can never work
     */
    void start(Sink sink);

    /**
     * Takes nothing new from now on; completes when everything that the sink accepted is acknowledged. Idempotent.
     */
    CompletionStage<Void> stop();

    /** The way into the log. Any thread; nothing blocks. */
    interface Sink {

        /** Takes over a partition of the log, see {@link ClusterBus#claim}. */
        CompletionStage<ClusterBus.Appender> claim(String partition);

        /**
         * Appends events that belong to no partition, see {@link ClusterBus#append}. A failed stage means cannot tell: offer
         * the same batch again.
         */
        CompletionStage<Void> accept(List<Event> batch);

        /** Node ids of the instances that share the partitions now, see {@link ClusterBus#instances}. */
        Set<String> instances();
    }
}
