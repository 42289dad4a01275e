package io.wsgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsgateway.model.Entry;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.ClusterBus.Appended;
import io.wsgateway.spi.ClusterBus.Appender;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contract tests of a bus are written with: one bus, its follower, and steps that wait. */
abstract class BusSteps {
    protected static final String NODE = "node-1";
    static final String P0 = "p0";
    static final String P1 = "p1";

    protected final RecordingFollower follower = new RecordingFollower();
    protected ClusterBus bus;

    /** A bus that isn't started, on a new log. Called once per test; the contract closes the bus. */
    protected abstract ClusterBus open(String nodeId);

    /** What the bus was given and must not show: passwords, for example. */
    protected Collection<String> secrets() {
        return List.of();
    }

    /** How long a step may take before the bus counts as stuck. */
    protected Duration patience() {
        return Duration.ofSeconds(10);
    }

    @BeforeEach
    void openBus() {
        bus = open(NODE);
    }

    @AfterEach
    void closeBusAndLookForFaults() {
        bus.close();
        assertThat(follower.faults()).isEmpty();
    }

    /** Starts the bus and waits until its follower has caught up. */
    protected final void start() {
        bus.start(follower);
        await().until(follower::caughtUp);
    }

    protected final void append(List<? extends Entry> batch) {
        done(bus.append(batch));
    }

    /** Again where nobody can tell whether it was taken, as its sender would do: an id comes into the log once. */
    protected final void appendUntilTaken(ClusterBus to, Entry withId) {
        long each = patience().dividedBy(4).toMillis();
        await().ignoreExceptions().until(() -> {
            to.append(List.of(withId)).toCompletableFuture().get(each, TimeUnit.MILLISECONDS);
            return true;
        });
    }

    protected final Appender claim(String partition) {
        return done(bus.claim(partition));
    }

    protected final Appended appendTo(Appender appender, List<? extends Entry> batch) {
        return done(appender.append(batch));
    }

    /** The stage's value, once it has one. */
    protected final <T> T done(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new AssertionError("The stage did not complete: " + e, e);
        }
    }

    protected final void awaitEntries(List<? extends Entry> expected) {
        await().untilAsserted(() -> assertThat(follower.entries()).isEqualTo(expected));
    }

    /** Awaits with this contract's {@link #patience}. */
    protected final ConditionFactory await() {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(patience());
    }

    protected final void assertFails(CompletionStage<?> stage) {
        assertThatThrownBy(() -> stage.toCompletableFuture().get(patience().toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(ExecutionException.class);
    }
}
