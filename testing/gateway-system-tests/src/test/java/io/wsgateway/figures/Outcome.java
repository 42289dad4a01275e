package io.wsgateway.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.history.Findings;
import io.wsgateway.history.Ledger;
import io.wsgateway.history.Swarm;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What became of everything that was published.
 *
 * @param rate events per second that were sent off
 * @param seconds under load
 * @param owed what all sessions together should have received
 * @param longestWaitMillis how long the guild that waited longest waited for its next event
 * @param p50Millis from being sent off to being received
 */
public record Outcome(
        long published,
        double rate,
        double seconds,
        int sessions,
        long resumed,
        long owed,
        Map<Integer, Long> ends,
        long longestWaitMillis,
        long p50Millis,
        long p99Millis,
        Findings findings,
        List<String> failures) {

    public static Outcome of(Swarm swarm, Ledger ledger, double rate, double seconds) {
        return new Outcome(
                ledger.total(),
                rate,
                seconds,
                swarm.subscribers().size(),
                swarm.resumed(),
                swarm.owed(),
                swarm.ends(),
                swarm.arrivals().longestWaitMillis(),
                swarm.arrivals().percentileMillis(0.5),
                swarm.arrivals().percentileMillis(0.99),
                swarm.findings(),
                swarm.failures());
    }

    public String latency() {
        return "p50 " + p50Millis + " ms, p99 " + p99Millis + " ms";
    }

    public String longestWait() {
        return String.format(Locale.ROOT, "longest wait of a guild %.1f s", longestWaitMillis / 1e3);
    }

    /** Nothing lost, nothing twice, nothing out of order, and no hole either. */
    public Outcome assertComplete() {
        assertClean();
        assertThat(findings.isComplete()).as(toString()).isTrue();
        assertThat(findings.received()).as("every event to every session").isEqualTo(owed);
        return this;
    }

    /** Complete, and no client noticed anything but time. */
    public Outcome assertUndisturbed() {
        assertComplete();
        assertThat(ends).as("links that ended").isEmpty();
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
