package io.wsgateway.sync.redis;

import io.wsgateway.sync.redis.HealthTracker.Part;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Hears what is published, on a thread and a connection of its own, and begins anew whenever that ends. A link that is
 * silent although it is pinged gets cut: a Redis that hangs, or a half-open connection, would look like a quiet log.
 */
final class PubSubListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PubSubListener.class);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(7);

    private final RedisLink link;
    private final byte[] channel;
    private final MessageQueue queue;
    private final HealthTracker tracker;
    private final Backoff backoff = new Backoff();
    private volatile @Nullable Listener listener;
    private volatile Runnable onProgress = () -> {};
    private volatile boolean closed;

    PubSubListener(RedisLink link, byte[] channel, MessageQueue queue, HealthTracker tracker) {
        this.link = link;
        this.channel = channel;
        this.queue = queue;
        this.tracker = tracker;
    }

    /**
     * Listens until it is closed.
     *
     * @param progress called now and then
     */
    void run(Runnable progress) throws InterruptedException {
        onProgress = progress;
        while (!closed) {
            try {
                progress.run();
                listen();
            } finally {
                queue.unsubscribed();
            }
            if (!closed) {
                backoff.pause();
            }
        }
    }

    private void listen() {
        try (SubscriberConnection connection = link.connectToSubscribe()) {
            Listener mine = new Listener(connection);
            listener = mine;
            if (closed) {
                return;
            }
            connection.read(mine, channel);
            failed("the subscription ended");
        } catch (JedisException | RedisFailure e) {
            failed(RedisFailure.reason(e));
        } catch (LinkageError e) {
            failed(RedisFailure.reason(e));
        } catch (RuntimeException | Error e) {
            // Jedis' parser meets bytes that it doesn't know, or there is no memory for them: begin anew.
            failed("the subscription failed (" + e + ")");
        } finally {
            listener = null;
        }
    }

    private void failed(String reason) {
        if (!closed) {
            link.suspect();
            tracker.fails(Part.SUBSCRIPTION, reason);
        }
    }

    /** Asks for a sign of life, and cuts a link off that gave none. Called every few seconds. */
    void watch() {
        Listener watched = listener;
        if (watched != null) {
            watched.watch();
        }
    }

    /** Begins anew: the master is another one. */
    void restart() {
        Listener current = listener;
        if (current != null) {
            current.cut();
        }
    }

    @Override
    public void close() {
        closed = true;
        restart();
    }

    private final class Listener extends BinaryJedisPubSub {
        private final SubscriberConnection connection;
        private volatile long heardAt = System.nanoTime();
        private volatile boolean subscribed;

        private Listener(SubscriberConnection connection) {
            this.connection = connection;
        }

        @Override
        public void onSubscribe(byte[] to, int count) {
            heard();
            subscribed = true;
            backoff.reset();
            tracker.works(Part.SUBSCRIPTION);
            queue.subscribed();
        }

        @Override
        public void onMessage(byte[] from, byte[] message) {
            heard();
            try {
                queue.offer(message);
            } catch (RuntimeException | Error e) {
                // Thrown further, it would end the subscription.
                queue.readOn();
                LOG.error("A published batch could not be handed over; the log is read instead", e);
            }
        }

        @Override
        public void onPong(byte[] pattern) {
            heard();
        }

        private void heard() {
            heardAt = System.nanoTime();
            onProgress.run();
        }

        private void watch() {
            if (System.nanoTime() - heardAt > SILENCE_NANOS || !link.leadsToMaster(connection)) {
                cut();
            } else if (subscribed) {
                try {
                    ping();
                } catch (RuntimeException e) {
                    cut(); // the thread that reads says what is wrong
                }
            }
        }

        private void cut() {
            connection.cut();
        }
    }
}
