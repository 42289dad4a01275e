package io.wsgateway.testkit;

import static io.wsgateway.testkit.Samples.messageWithId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.wsgateway.model.Event;
import io.wsgateway.spi.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link EventSource} keeps to whose publisher's side holds an event until it is acknowledged. A source that
 * appends to partitions extends {@link PartitionedEventSourceContract}.
 */
public abstract class EventSourceContract {
    private static final String KEY = "g1";

    protected final FakeSink sink = new FakeSink();
    protected EventSource source;

    /**
     * A source that isn't started, on this test's publishers. Called again after the one before was closed: the new one gets
     * what that one had not acknowledged. The contract closes it.
     */
    protected abstract EventSource open();

    /** Publishes an event; those with the same key keep their order. Also while no source is open. */
    protected abstract void publish(String key, Event event);

    /** What the source was given and must not show. */
    protected Collection<String> secrets() {
        return List.of();
    }

    /** How long a step may take before the source counts as stuck. */
    protected Duration patience() {
        return Duration.ofSeconds(10);
    }

    @BeforeEach
    void openSource() {
        source = open();
    }

    @AfterEach
    void closeSourceAndLookForFaults() {
        sink.release();
        source.close();
        assertThat(sink.faults()).isEmpty();
    }

    @Test
    void whatSharesAKeyArrivesInOrderAndOnce() {
        source.start(sink);
        List<String> keys = List.of("g1", "g2", "g3");
        for (int i = 0; i < 50; i++) {
            for (String key : keys) {
                publish(key, messageWithId(key + "-" + i));
            }
        }
        await().until(() -> sink.appended().size() >= 150);
        for (String key : keys) {
            assertThat(sink.appended().stream().map(Event::id).filter(id -> id.startsWith(key + "-")))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 50).mapToObj(i -> key + "-" + i).toList());
        }
    }

    @Test
    void anEventArrivesAsItWasPublished() {
        source.start(sink);
        publish(KEY, messageWithId("a"));
        await().until(() -> sink.appended().equals(List.of(messageWithId("a"))));
    }

    @Test
    void whatWasPublishedBeforeTheStartArrives() {
        publish(KEY, messageWithId("a"));
        source.start(sink);
        awaitAppended(sink, "a");
    }

    @Test
    void afterAFailedStageTheSameBatchComesAgainBeforeAnythingLater() {
        sink.failOffers(3);
        source.start(sink);
        publish(KEY, messageWithId("a"));
        await().until(() -> !sink.offers().isEmpty());
        publish(KEY, messageWithId("b"));
        awaitAppended(sink, "a", "b");
        assertThat(sink.offers().subList(0, 4)).containsOnly(sink.offers().get(0));
    }

    @Test
    void aSinkThatFailsIsNotHammered() {
        sink.failOffers(Integer.MAX_VALUE);
        source.start(sink);
        publish(KEY, messageWithId("a"));
        await().until(() -> !sink.offers().isEmpty());
        Instant end = Instant.now().plusMillis(500);
        await().until(() -> Instant.now().isAfter(end));
        assertThat(sink.offers()).hasSizeLessThan(200);
        sink.failOffers(0);
        awaitAppended(sink, "a");
    }

    @Test
    void whatTheSinkCompletedIsAcknowledged() {
        source.start(sink);
        publish(KEY, messageWithId("a"));
        publish(KEY, messageWithId("b"));
        awaitAppended(sink, "a", "b");
        completes(source.stop());
        FakeSink next = reopen();
        publish(KEY, messageWithId("c"));
        awaitAppended(next, "c");
    }

    @Test
    void whatTheSinkDidNotCompleteComesAgain() {
        sink.holdBack();
        source.start(sink);
        publish(KEY, messageWithId("a"));
        publish(KEY, messageWithId("b"));
        await().until(() -> !sink.offers().isEmpty());
        awaitAppended(reopen(), "a", "b");
    }

    @Test
    void stopCompletesOnceAllThatWasAcceptedIsAcknowledged() {
        sink.holdBack();
        source.start(sink);
        publish(KEY, messageWithId("a"));
        await().until(() -> !sink.offers().isEmpty());
        CompletionStage<Void> stopped = source.stop();
        assertThat(stopped.toCompletableFuture()).isNotDone();
        sink.release();
        completes(stopped);
        assertThat(sink.appended()).containsExactly(messageWithId("a"));
        FakeSink next = reopen();
        publish(KEY, messageWithId("b"));
        awaitAppended(next, "b");
    }

    @Test
    void afterStopNothingNewComes() {
        source.start(sink);
        publish(KEY, messageWithId("a"));
        awaitAppended(sink, "a");
        completes(source.stop());
        publish(KEY, messageWithId("b"));
        awaitAppended(reopen(), "b");
        assertThat(sink.offers()).noneMatch(offer -> offer.batch().contains(messageWithId("b")));
    }

    @Test
    void stopAndCloseAreIdempotentAlsoBeforeTheStart() {
        completes(source.stop());
        completes(source.stop());
        assertThatCode(() -> {
                    source.close();
                    source.close();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void healthAnswersAtAnyTime() {
        assertThat(source.health()).isNotNull();
        source.start(sink);
        await().until(() -> source.health().up());
        source.close();
        assertThat(source.health()).isNotNull();
    }

    @Test
    void noSecretIsShown() {
        source.start(sink);
        for (String secret : secrets()) {
            assertThat(source.toString()).doesNotContain(secret);
            assertThat(source.health().reason()).doesNotContain(secret);
        }
    }

    /** Closes the source and starts the next one on a sink of its own. */
    protected final FakeSink reopen() {
        source.close();
        FakeSink next = new FakeSink();
        source = open();
        source.start(next);
        return next;
    }

    /** Awaits that exactly the events with these ids have been appended, in this order. */
    protected final void awaitAppended(FakeSink to, String... ids) {
        await().untilAsserted(
                        () -> assertThat(to.appended().stream().map(Event::id)).containsExactly(ids));
        assertThat(to.faults()).isEmpty();
    }

    protected final void completes(CompletionStage<Void> stage) {
        assertThat(stage.toCompletableFuture()).succeedsWithin(patience());
    }

    /** Awaits with this contract's {@link #patience}. */
    protected final ConditionFactory await() {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(patience());
    }
}
