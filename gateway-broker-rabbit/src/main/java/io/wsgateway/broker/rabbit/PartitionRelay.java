package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.ShutdownSignalException;
import io.wsgateway.broker.rabbit.CurrentAssignment.Standing;
import io.wsgateway.spi.ClusterBus.Appended;
import io.wsgateway.spi.ClusterBus.Appender;
import io.wsgateway.spi.EventSource.Sink;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.SupervisedThread;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one partition's events into the log as long as one connection lasts: on a channel's first delivery it claims the
 * partition and then asks RabbitMQ a question on that channel. Its answer proves that nobody else had the partition when the
 * claim was made; so if somebody else gets it later, our appends are fenced.
 */
final class PartitionRelay {
    private static final Duration LEAST_WAIT = Duration.ofMillis(500);
    private static final Duration MOST_WAIT = Duration.ofSeconds(10);
    /** In which another consumer of the partition gets it. */
    private static final Duration ASIDE = Duration.ofMillis(500);

    private static final Duration LOOK = Duration.ofMillis(200);
    /** To open a channel takes three answers of RabbitMQ, to give one up another, and it has 10 s for each. */
    private static final Duration TURN = Duration.ofSeconds(45);

    private static final String LOG_FAILS = "the log doesn't take its events";

    private static final Logger LOG = LoggerFactory.getLogger(PartitionRelay.class);

    /** What the relays of one connection share. */
    record Shared(
            RelayConnection connection, Limits limits, Reader reader, Target target, Outlet dead, Reports reports) {

        /** How much may be here unacknowledged. */
        record Limits(PrefetchLimit prefetch, OversizeBudget oversize) {}

        /** Where events go, and which partitions' events should go there from here. */
        record Target(Sink sink, LogProbe probe, CurrentAssignment assignment) {}

        /**
         * Where poison goes.
         *
         * @param patience how long one batch of it is tried before the partition is left to the next in line
         */
        record Outlet(DeadLetters letters, Duration patience) {}

        /** What operators are told. */
        record Reports(StalledPartitions stalled, RateLimitedLog lines) {}
    }

    private final Partition partition;
    private final RelayConnection connection;
    private final Shared.Limits limits;
    private final Reader reader;
    private final Shared.Target target;
    private final Shared.Outlet dead;
    private final StalledPartitions stalled;
    private final RateLimitedLog lines;
    private final HandoverBackoff handover = new HandoverBackoff(System::nanoTime);
    private final Backoff backoff =
            new Backoff(LEAST_WAIT, MOST_WAIT, () -> ThreadLocalRandom.current().nextDouble());

    private final SupervisedThread thread;

    /** Since when (of {@link System#nanoTime}) the log has not taken what was delivered; null: nothing waits for it. */
    private @Nullable Long failingSince;

    PartitionRelay(Partition partition, Shared shared) {
        this.partition = partition;
        connection = shared.connection();
        limits = shared.limits();
        reader = shared.reader();
        target = shared.target();
        dead = shared.dead();
        stalled = shared.reports().stalled();
        lines = shared.reports().lines();
        thread = new SupervisedThread("gateway-relay-" + partition.name(), TURN, this::run);
    }

    /** On a thread of its own, until the connection ends, the source stops, or it is {@link #interrupt interrupted}. */
    void start() {
        thread.start();
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Returns whether it has ended, or was never started. */
    boolean awaitEnd(Duration wait) throws InterruptedException {
        return thread.join(wait);
    }

    Health liveness() {
        return thread.liveness();
    }

    private void run() {
        try {
            while (connection.isWanted()) {
                thread.progress();
                if (!target.probe().reachable()) {
                    target.probe().probe();
                    continue;
                }
                Duration wait = relayOnce();
                thread.progress();
                if (connection.isWanted()) {
                    Thread.sleep(wait.toMillis());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Relay of {} was interrupted, as the end asks for", partition.name());
        } finally {
            clearStalled();
            if (connection.isWanted()) {
                // A partition without its relay would stall in silence: everything is built anew.
                connection.abort();
            }
        }
    }

    /** Uses one channel; returns how long to wait before the next. */
    private Duration relayOnce() throws InterruptedException {
        PartitionConsumer opened;
        try {
            opened = PartitionConsumer.open(
                    connection.connection(),
                    partition.queue(),
                    limits.prefetch().prefetch(),
                    limits.prefetch().room(),
                    limits.oversize());
        } catch (IOException | RuntimeException | Error e) {
            if (connection.isWanted() && AmqpErrors.lasting(e)) {
                connection.fail(e);
            } else if (connection.isWanted()) {
                stalled.put(partition, AmqpErrors.of(e));
                lines.add(partition.queue() + " can't be consumed: " + AmqpErrors.of(e) + "; trying again");
            }
            return backoff.next();
        }
        long since = System.nanoTime();
        try (PartitionConsumer consumer = opened) {
            if (relay(consumer)) {
                return ASIDE;
            }
        } catch (Retry.OutOfTime e) {
            if (!target.probe().reachable()) {
                return ASIDE;
            }
            // Without a reset, though it was tried for long: the waits grow until something succeeds.
            lines.add(partition.queue() + " is left to the next in line: " + e.getMessage());
            return backoff.next();
        } catch (IOException | ShutdownSignalException e) {
            if (!target.probe().reachable()) {
                return ASIDE;
            } else if (connection.isWanted()) {
                lines.add("the channel of " + partition.queue() + " ended: " + AmqpErrors.of(e) + "; opening another");
            }
        } catch (RuntimeException | Error e) {
            failed(e);
        }
        if (System.nanoTime() - since > MOST_WAIT.toNanos()) {
            backoff.reset();
        }
        return backoff.next();
    }

    /** Not the fault of one message, or of RabbitMQ: the partition stands still until it can be relayed. */
    private void failed(Throwable fault) {
        if (fault instanceof Error || fault instanceof Attempt.Failed) {
            limits.prefetch().failed();
        }
        stalled.put(partition, AmqpErrors.of(fault));
        lines.add("the relay of " + partition.queue() + " failed: " + AmqpErrors.of(fault) + "; trying again");
        LOG.debug("The relay of {} failed", partition.queue(), fault);
    }

    /**
     * Returns to let the channel be closed, and everything on it that isn't acknowledged go back.
     *
     * @return whether that is by our own will, so that the next consumer in line gets the partition
     */
    private boolean relay(PartitionConsumer consumer) throws IOException, InterruptedException {
        Retry intoLog = new Retry(since -> lookAtLog(since, consumer), thread::progress);
        Retry intoDead = new Retry(
                new DeadLetterRetryPolicy(partition, consumer, dead.letters(), dead.patience(), connection::isStopping),
                thread::progress);
        handover.begin(standing());
        Appender appender = null;
        while (connection.isWanted() && target.probe().reachable() && !handover.ends(standing(), appender != null)) {
            if (consumer.spent() || consumer.room() != limits.prefetch().room()) {
                return true;
            }
            thread.progress();
            List<Delivery> deliveries = consumer.next(LOOK);
            if (deliveries == null) {
                // Empty, or somebody else's.
                clearStalled();
                continue;
            }
            Batch batch = Batch.of(deliveries, reader);
            if (appender == null) {
                appender = intoLog.untilDone(() -> target.sink().claim(partition.name()));
                consumer.roundTrip();
            }
            if (!batch.poison().isEmpty()) {
                sendToDead(intoDead, batch.poison());
            }
            Appended appended = append(intoLog, appender, batch);
            failingSince = null;
            if (appended == Appended.FENCED) {
                LOG.info("Another instance has taken {} over; what it got meanwhile is left to it", partition.queue());
                return false;
            }
            consumer.acknowledge(batch.lastTag());
            clearStalled();
            backoff.reset();
        }
        return true;
    }

    private void sendToDead(Retry retry, List<PoisonMessage> poison) throws IOException, InterruptedException {
        DeadLetterBatch letters = dead.letters().batch(partition, poison);
        retry.untilDone(letters::attempt);
        dead.letters().left(partition);
        dead.letters().report(partition, letters.sent());
    }

    /** The patience spans channels: RabbitMQ may end them faster than it runs out. */
    private void lookAtLog(long since, PartitionConsumer consumer) throws IOException, InterruptedException {
        long first = failingSince == null ? since : failingSince;
        failingSince = first;
        if (target.probe().failedFor(first)) {
            failingSince = null;
            if (target.probe().reachable()) {
                stalled.put(partition, LOG_FAILS);
            }
            throw new Retry.OutOfTime(LOG_FAILS);
        }
        consumer.check();
    }

    /** Nothing of this partition stands still here any more. */
    private void clearStalled() {
        failingSince = null;
        stalled.left(partition);
        dead.letters().left(partition);
    }

    private static Appended append(Retry retry, Appender appender, Batch batch)
            throws IOException, InterruptedException {
        return batch.events().isEmpty() ? Appended.YES : retry.untilDone(() -> appender.append(batch.events()));
    }

    private Standing standing() {
        return target.assignment().of(partition);
    }
}
