package io.wsgateway.bench;

import io.wsgateway.crowd.EventText;
import java.util.Arrays;

/**
 * What was delivered in one stretch of a run; and, with events in flight limited, which of them have reached all their
 * receivers, to be credited to the publisher.
 */
final class Tally {
    private final int receivers;
    private final int inFlight;
    private final int[] arrivals;
    private final int[] credits;
    private final Latencies latencies = new Latencies();
    private long deliveries;

    /** Counts, and takes the latency of each delivery. */
    Tally() {
        this(0, 0, 0);
    }

    /** Counts, and credits events that have reached this many receivers. */
    Tally(int guilds, int receivers, int inFlight) {
        this.receivers = receivers;
        this.inFlight = inFlight;
        arrivals = new int[guilds * inFlight];
        credits = new int[guilds];
    }

    void delivered(int guild, long number, byte[] bytes, int json) {
        deliveries++;
        if (inFlight == 0) {
            latencies.add(System.nanoTime() - EventText.nanos(bytes, json));
            return;
        }
        int cell = guild * inFlight + (int) (number % inFlight);
        if (++arrivals[cell] == receivers) {
            arrivals[cell] = 0;
            credits[guild]++;
        }
    }

    long deliveries() {
        return deliveries;
    }

    Latencies latencies() {
        return latencies;
    }

    /** Events to credit since the last call, as {@code guild:count} with spaces between; empty where there are none. */
    String takeCredits() {
        StringBuilder text = new StringBuilder();
        for (int guild = 0; guild < credits.length; guild++) {
            if (credits[guild] > 0) {
                text.append(text.isEmpty() ? "" : " ").append(guild).append(':').append(credits[guild]);
            }
        }
        Arrays.fill(credits, 0);
        return text.toString();
    }
}
