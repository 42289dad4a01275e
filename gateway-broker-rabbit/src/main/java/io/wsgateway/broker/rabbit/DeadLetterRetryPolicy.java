package io.wsgateway.broker.rabbit;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Looks on while poison can't go to {@code gateway.dead}: what comes after it waits, but not for ever here, because another
 * instance may be able to send it.
 */
final class DeadLetterRetryPolicy implements Retry.Watch {
    /** Before {@code consumer_timeout}, which is minutes at least; long enough for RabbitMQ to come back. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Partition partition;
    private final PartitionConsumer consumer;
    private final DeadLetters dead;
    private final Duration patience;
    private final BooleanSupplier stopping;

    /** @param patience how long one batch is tried before the partition is left to the next in line */
    DeadLetterRetryPolicy(
            Partition partition,
            PartitionConsumer consumer,
            DeadLetters dead,
            Duration patience,
            BooleanSupplier stopping) {
        this.partition = partition;
        this.consumer = consumer;
        this.dead = dead;
        this.patience = patience;
        this.stopping = stopping;
    }

    @Override
    public void look(long since) throws IOException {
        consumer.check();
        if (stopping.getAsBoolean()) {
            throw new IOException("the gateway stops");
        } else if (System.nanoTime() - since > patience.toNanos()) {
            throw new Retry.OutOfTime("a message can't go to " + Names.DEAD + " from here; another instance may try");
        }
    }

    @Override
    public void failed(long since, Throwable cause) {
        dead.failed(partition, since, cause);
    }
}
