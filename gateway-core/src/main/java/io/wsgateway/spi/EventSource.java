package io.wsgateway.spi;

import io.wsgateway.model.Event;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Where events come from. A source acknowledges to its publisher only what a sink has completed.
 * {@link io.wsgateway.protocol.Envelope#read} makes an event of what services send.
 */
public interface EventSource extends Component {

    /**
     * Begins to hand events to the sink; called once. Returns at once and keeps trying while the publisher's side can't be
     * reached.
     *
     * @throws IllegalArgumentException for settings that can never work
     */
    void start(Sink sink);

    /**
     * Takes nothing new from now on; completes when everything that the sink accepted is acknowledged, or the source gives
     * that up, so that its broker delivers it again. Idempotent.
     */
    CompletionStage<Void> stop();

    /** The way into the log. Any thread; nothing blocks. */
    interface Sink {

        /**
         * Takes over a partition of the log, see {@link ClusterBus#claim}: one ordered stream, under a name that is the same
         * on every instance. A source whose instances share streams has to prove after the claim that it still owns the
         * stream (by a question to its broker, say): an instance that was frozen may else append old events under a new claim.
         */
        CompletionStage<ClusterBus.Appender> claim(String partition);

        /**
         * Appends events that belong to no partition, see {@link ClusterBus#append}: for a source that has no order which
         * several instances share; batches are appended in the order of the calls. A failed stage means cannot tell: offer
         * the same batch again.
         */
        CompletionStage<Void> accept(List<Event> batch);

        /** Node ids of the instances that share the partitions now, see {@link ClusterBus#instances}. */
        Set<String> instances();
    }
}
