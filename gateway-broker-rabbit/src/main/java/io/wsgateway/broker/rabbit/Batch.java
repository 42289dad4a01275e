package io.wsgateway.broker.rabbit;

import io.wsgateway.model.Event;
import io.wsgateway.protocol.Envelope.Reading;
import java.util.ArrayList;
import java.util.List;

/**
 * Deliveries that are dealt with, and acknowledged, together.
 *
 * @param events what may go into the log, in order
 * @param poison the rest
 * @param lastTag acknowledging it acknowledges all
 */
record Batch(List<Event> events, List<PoisonMessage> poison, long lastTag) {

    /**
     * @param deliveries at least one
     * @throws Attempt.Failed if they can't be read here now
     */
    static Batch of(List<Delivery> deliveries, Reader reader) {
        List<Event> events = new ArrayList<>(deliveries.size());
        List<PoisonMessage> poison = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            Reading reading = reader.read(delivery);
            if (reading instanceof Reading.Valid valid) {
                events.add(valid.event());
            } else {
                poison.add(new PoisonMessage(delivery, ((Reading.Poison) reading).reason()));
            }
        }
        return new Batch(
                List.copyOf(events),
                List.copyOf(poison),
                deliveries.get(deliveries.size() - 1).tag());
    }
}
