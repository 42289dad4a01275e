package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.wsgateway.spi.LeanQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of one partition, on a channel of its own, until that ends. RabbitMQ keeps what isn't acknowledged, and
 * gives it to the next consumer in the same order. One thread, which isn't the client's; what waits here is bounded by the
 * prefetch, an event's size for each, and the room for what is larger.
 */
final class PartitionConsumer implements AutoCloseable {
    static final int BATCH = 64;
    static final int BATCH_BYTES = 256 << 10;
    private static final int GOODBYE_MILLIS = 2_000;

    /** Wakes the reader at the end; never handed out. */
    private static final Delivery END = new Delivery(0, "", "", new AMQP.BasicProperties(), new byte[0], 0, null);

    private final Channel channel;
    private final int prefetch;
    private final long room;
    private final OversizeBudget oversize;
    private final BlockingQueue<Delivery> waiting = new LeanQueue<>();
    private volatile @Nullable String end;
    /** Under the lock: whoever adds something that takes room must know that somebody will give it back. */
    private boolean closed;
    /** Under the lock: bytes that wait. */
    private long bytes;

    private volatile boolean full;

    private PartitionConsumer(Channel channel, int prefetch, long room, OversizeBudget oversize) {
        this.channel = channel;
        this.prefetch = prefetch;
        this.room = room;
        this.oversize = oversize;
    }

    /** @param room bytes that may wait here, but for one delivery; what comes beyond is left to RabbitMQ, see {@link #spent} */
    static PartitionConsumer open(Connection connection, String queue, int prefetch, long room, OversizeBudget oversize)
            throws IOException {
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("it allows no further channel on a connection");
        }
        PartitionConsumer consumer = new PartitionConsumer(channel, prefetch, room, oversize);
        try {
            channel.basicQos(prefetch);
            channel.basicConsume(queue, false, consumer.new Deliveries());
            return consumer;
        } catch (IOException | RuntimeException e) {
            channel.abort();
            consumer.forget();
            throw e;
        }
    }

    long room() {
        return room;
    }

    /** All that there was room for has been handed out, and the rest comes only on another channel. */
    boolean spent() {
        return full && waiting.isEmpty();
    }

    /**
     * Up to 64 deliveries or 256 KiB of those that are here; one at least, however large. Null if none came in time.
     *
     * @throws IOException when the channel has ended, also if there would be something left
     */
    @Nullable
    List<Delivery> next(Duration wait) throws IOException, InterruptedException {
        // Made first, and large enough: what is taken below must find its place.
        List<Delivery> batch = new ArrayList<>(BATCH);
        Delivery first = waiting.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
            check();
            return null;
        }
        batch.add(first);
        int bytes = first.body().length;
        try {
            check();
            Delivery next = waiting.peek();
            while (next != null && end == null && batch.size() < BATCH && bytes + next.body().length <= BATCH_BYTES) {
                batch.add(waiting.remove());
                bytes += next.body().length;
                next = waiting.peek();
            }
            return batch;
        } finally {
            // From here on it is bounded by the batch.
            for (Delivery delivery : batch) {
                oversize.giveBack(delivery.oversize());
            }
            handedOut(bytes);
        }
    }

    /**
     * A question and its answer on this channel. The answer proves that RabbitMQ has not given the partition to anybody else
     * before the question came.
     */
    void roundTrip() throws IOException {
        channel.basicQos(prefetch);
        check();
    }

    /** Everything up to this delivery is done. */
    void acknowledge(long tag) throws IOException {
        channel.basicAck(tag, true);
    }

    /** @throws IOException when the channel has ended */
    void check() throws IOException {
        String reason = end;
        if (reason != null) {
            throw new IOException(reason);
        }
    }

    /**
     * Closes the channel; when this returns, RabbitMQ has seen all acknowledgements. Without a cancel before: that would let
     * the next consumer begin after what is unacknowledged here.
     */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } catch (AlreadyClosedException | TimeoutException e) {
            channel.abort();
        } catch (RuntimeException | Error e) {
            // It may be open still, and RabbitMQ waits for its acknowledgements. Not thrown: there may be an error on
            // its way.
            channel.getConnection().abort(GOODBYE_MILLIS);
        } finally {
            forget();
        }
    }

    private synchronized void keep(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        full |= !waiting.isEmpty() && bytes + body.length > room;
        if (!closed && !full) {
            Delivery delivery = Delivery.of(envelope, properties, body, oversize);
            try {
                waiting.add(delivery);
            } catch (Throwable e) {
                oversize.giveBack(delivery.oversize());
                throw e;
            }
            bytes += delivery.body().length;
        }
    }

    private synchronized void handedOut(int ofThem) {
        bytes -= ofThem;
    }

    private synchronized void forget() {
        closed = true;
        waiting.forEach(delivery -> oversize.giveBack(delivery.oversize()));
        waiting.clear();
    }

    /** Never throws: on the client's thread that would end more than this. Whoever waits looks again soon anyway. */
    private void end(Supplier<String> reason) {
        try {
            end = reason.get();
            waiting.add(END);
        } catch (Throwable e) {
            end = "the channel ended";
        }
    }

    private final class Deliveries extends DefaultConsumer {
        private Deliveries() {
            super(channel);
        }

        @Override
        public void handleDelivery(
                String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            try {
                keep(envelope, properties, body);
            } catch (Throwable e) {
                // What comes after it must not be acknowledged along with it.
                end(() -> "a delivery could not be taken: " + e);
            }
        }

        @Override
        public void handleCancel(String consumerTag) {
            end(() -> "the consumer was cancelled: its queue is gone or moves");
        }

        @Override
        public void handleShutdownSignal(String consumerTag, ShutdownSignalException signal) {
            end(() -> AmqpErrors.of(signal));
        }
    }
}
