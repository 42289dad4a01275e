package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.wsgateway.broker.rabbit.Balance.Standing;
import io.wsgateway.spi.ClusterBus.Appended;
import io.wsgateway.spi.ClusterBus.Appender;
import io.wsgateway.spi.EventSource.Sink;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.SupervisedThread;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one partition's events into the log as long as one connection lasts: on a channel's first delivery it claims the
 * partition and then asks RabbitMQ a question on that channel. Its answer proves that nobody else had the partition when the
 * claim was made; so if somebody else gets it later, our appends are fenced.
 */
final class Relay {
    private static final Duration LEAST_WAIT = Duration.ofMillis(500);
    private static final Duration MOST_WAIT = Duration.ofSeconds(10);
    /** So that another consumer of the partition gets it, and what it means is seen. */
    private static final Duration ASIDE = Duration.ofMillis(500);

    private static final Duration LOOK = Duration.ofMillis(200);
    /** To open a channel takes three answers of RabbitMQ, to give one up another, and it has 10 s for each. */
    private static final Duration TURN = Duration.ofSeconds(45);
    /** ms that RabbitMQ gets to agree to an end. */
    private static final int GOODBYE_MILLIS = 2_000;

    private static final String LOG_FAILS = "the log doesn't take its events";

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /** What the relays of one connection share. */
    record Shared(
            Connection connection,
            Prudence prudence,
            Sink sink,
            Reader reader,
            SinkWatch watch,
            Balance balance,
            Troubles troubles,
            DeadLetters dead,
            Duration buryPatience,
            Spare spare,
            Rarely lines,
            BooleanSupplier stopping,
            AtomicReference<@Nullable Throwable> failure) {

        /** What another channel doesn't heal needs everything built anew, and its cause in the health. */
        void fail(Throwable cause) {
            failure.compareAndSet(null, cause);
            connection.abort(GOODBYE_MILLIS);
        }
    }

    private final Partition partition;
    private final Shared shared;
    private final Tenure tenure = new Tenure(System::nanoTime);
    private final Backoff backoff =
            new Backoff(LEAST_WAIT, MOST_WAIT, () -> ThreadLocalRandom.current().nextDouble());

    private final SupervisedThread thread;

    /** Since when (of {@link System#nanoTime}) the log has not taken what was delivered; null: nothing waits for it. */
    private @Nullable Long failingSince;

    Relay(Partition partition, Shared shared) {
        this.partition = partition;
        this.shared = shared;
        thread = new SupervisedThread("gateway-relay-" + partition.name(), TURN, this::run);
    }

    /** On a thread of its own, until the connection ends, the source stops, or it is {@link #interrupt interrupted}. */
    void start() {
        thread.start();
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Answers whether it has ended, or was never started. */
    boolean awaitEnd(Duration wait) throws InterruptedException {
        return thread.join(wait);
    }

    Health liveness() {
        return thread.liveness();
    }

    private void run() {
        try {
            while (wanted()) {
                thread.turned();
                if (!shared.watch().reachable()) {
                    shared.watch().probe();
                    continue;
                }
                Duration wait = relayOnce();
                thread.turned();
                if (wanted()) {
                    Thread.sleep(wait.toMillis());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Relay of {} was interrupted, as the end asks for", partition.name());
        } finally {
            settled();
            if (wanted()) {
                // A partition without its relay would stall in silence: everything is built anew.
                shared.connection().abort(GOODBYE_MILLIS);
            }
        }
    }

    private boolean wanted() {
        return !shared.stopping().getAsBoolean() && shared.connection().isOpen();
    }

    /** Uses one channel; answers how long to wait before the next. */
    private Duration relayOnce() throws InterruptedException {
        Intake opened;
        try {
            opened = Intake.open(
                    shared.connection(),
                    partition.queue(),
                    shared.prudence().prefetch(),
                    shared.prudence().room(),
                    shared.spare());
        } catch (IOException | RuntimeException | Error e) {
            if (wanted() && Reasons.lasting(e)) {
                shared.fail(e);
            } else if (wanted()) {
                shared.troubles().put(partition, Reasons.of(e));
                shared.lines().add(partition.queue() + " can't be consumed: " + Reasons.of(e) + "; trying again");
            }
            return backoff.next();
        }
        long since = System.nanoTime();
        try (Intake intake = opened) {
            if (relay(intake)) {
                return ASIDE;
            }
        } catch (Steps.GivenUp e) {
            if (!shared.watch().reachable()) {
                return ASIDE;
            }
            // Without a reset, though it was tried for long: the waits grow until something succeeds.
            shared.lines().add(partition.queue() + " is left to the next in line: " + e.getMessage());
            return backoff.next();
        } catch (IOException | ShutdownSignalException e) {
            if (!shared.watch().reachable()) {
                return ASIDE;
            } else if (wanted()) {
                shared.lines()
                        .add("the channel of " + partition.queue() + " ended: " + Reasons.of(e) + "; opening another");
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
            shared.prudence().failed();
        }
        shared.troubles().put(partition, Reasons.of(fault));
        shared.lines().add("the relay of " + partition.queue() + " failed: " + Reasons.of(fault) + "; trying again");
        LOG.debug("The relay of {} failed", partition.queue(), fault);
    }

    /**
     * Returns to let the channel be closed, and everything on it that isn't acknowledged go back.
     *
     * @return whether that is by our own will, so that the next consumer in line gets the partition
     */
    private boolean relay(Intake intake) throws IOException, InterruptedException {
        Steps intoLog = new Steps(since -> lookAtLog(since, intake), thread::turned);
        Steps toTheDead = new Steps(
                new Burying(partition, intake, shared.dead(), shared.buryPatience(), shared.stopping()),
                thread::turned);
        tenure.begin(standing());
        Appender appender = null;
        while (wanted() && shared.watch().reachable() && !tenure.ends(standing(), appender != null)) {
            if (intake.spent() || intake.room() != shared.prudence().room()) {
                return true;
            }
            thread.turned();
            List<Received> deliveries = intake.next(LOOK);
            if (deliveries == null) {
                // Empty, or somebody else's.
                settled();
                continue;
            }
            Batch batch = Batch.of(deliveries, shared.reader());
            if (appender == null) {
                appender = intoLog.take(() -> shared.sink().claim(partition.name()));
                intake.roundTrip();
            }
            if (!batch.poison().isEmpty()) {
                bury(toTheDead, batch.poison());
            }
            Appended appended = append(intoLog, appender, batch);
            failingSince = null;
            if (appended == Appended.FENCED) {
                LOG.info("Another instance has taken {} over; what it got meanwhile is left to it", partition.queue());
                return false;
            }
            intake.acknowledge(batch.lastTag());
            settled();
            backoff.reset();
        }
        return true;
    }

    private void bury(Steps steps, List<Poison> poison) throws IOException, InterruptedException {
        Burial burial = shared.dead().burial(partition, poison);
        steps.take(burial::attempt);
        shared.dead().left(partition);
        shared.dead().report(partition, burial.buried());
    }

    /** The patience spans channels: RabbitMQ may end them faster than it runs out. */
    private void lookAtLog(long since, Intake intake) throws IOException, InterruptedException {
        long first = failingSince == null ? since : failingSince;
        failingSince = first;
        if (shared.watch().failedFor(first)) {
            failingSince = null;
            if (shared.watch().reachable()) {
                shared.troubles().put(partition, LOG_FAILS);
            }
            throw new Steps.GivenUp(LOG_FAILS);
        }
        intake.check();
    }

    /** Nothing of this partition stands still here any more. */
    private void settled() {
        failingSince = null;
        shared.troubles().left(partition);
        shared.dead().left(partition);
    }

    private static Appended append(Steps steps, Appender appender, Batch batch)
            throws IOException, InterruptedException {
        return batch.events().isEmpty() ? Appended.YES : steps.take(() -> appender.append(batch.events()));
    }

    private Standing standing() {
        return shared.balance().of(partition);
    }
}
