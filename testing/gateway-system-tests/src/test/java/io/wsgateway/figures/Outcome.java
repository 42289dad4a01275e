package io.wsgateway.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.history.Arrivals;
import io.wsgateway.history.Findings;
import io.wsgateway.history.Ledger;
import io.wsgateway.history.Swarm;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What became of everything that was published.
 *
 * @param failures what no client should see
 */
public record Outcome(Published published, Clients clients, Delays delays, Findings findings, List<String> failures) {

    /**
     * What the services did.
     *
     * @param rate events per second that were sent off
     * @param seconds under load
     */
    public record Published(long events, double rate, double seconds) {}

    /**
     * What sessions saw.
     *
     * @param owed what all together should have received
     * @param ends links that ended, by code
     */
    public record Clients(int sessions, long resumed, long owed, Map<Integer, Long> ends) {}

    /**
     * How late events came, in ms.
     *
     * @param longestWait how long the guild that waited longest waited for its next event
     * @param p50 from being sent off to being received
     */
    public record Delays(long longestWait, long p50, long p99) {
        static Delays of(Arrivals arrivals) {
            return new Delays(
                    arrivals.longestWaitMillis(), arrivals.percentileMillis(0.5), arrivals.percentileMillis(0.99));
        }
    }

    public static Outcome of(Swarm swarm, Ledger ledger, double rate, double seconds) {
        return new Outcome(
                new Published(ledger.total(), rate, seconds),
                new Clients(swarm.subscribers().size(), swarm.resumed(), swarm.owed(), swarm.ends()),
                Delays.of(swarm.arrivals()),
                swarm.findings(),
                swarm.failures());
    }

    public String latency() {
        return "p50 " + delays.p50() + " ms, p99 " + delays.p99() + " ms";
    }

    public String longestWait() {
        return String.format(Locale.ROOT, "longest wait of a guild %.1f s", delays.longestWait() / 1e3);
    }

    /** Nothing lost, nothing twice, nothing out of order, and no hole either. */
    public Outcome assertComplete() {
        assertClean();
        assertThat(findings.isComplete()).as(toString()).isTrue();
        assertThat(findings.received()).as("every event to every session").isEqualTo(clients.owed());
        return this;
    }

    /** Complete, and no client noticed anything but time. */
    public Outcome assertUndisturbed() {
        assertComplete();
        assertThat(clients.ends()).as("links that ended").isEmpty();
        return this;
    }

    /** Nothing is missing without a word, nothing came twice or out of order. */
    public Outcome assertClean() {
        assertThat(failures).as("what no client should see").isEmpty();
        assertThat(findings.isClean()).as(toString()).isTrue();
        assertThat(findings.received()).isPositive();
        return this;
    }
}
