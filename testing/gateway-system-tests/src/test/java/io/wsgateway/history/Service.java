package io.wsgateway.history;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One backend service: publishes its guilds' events at a steady rate, durable, mandatory and confirmed. What isn't confirmed
 * when its connection breaks, or RabbitMQ returns something, it publishes again, in order, with the same ids and bodies.
 */
final class Service implements Runnable {
    private static final int UNCONFIRMED = 256;
    private static final int HEARTBEAT_SECONDS = 5;
    private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long PAUSED_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final String name;
    private final ConnectionFactory factory;
    private final List<String> guilds;
    private final double perSecond;
    private final Ledger ledger;
    /** By delivery tag of the present channel. */
    private final TreeMap<Long, Sent> unconfirmed = new TreeMap<>();

    private volatile boolean finishing;
    private volatile boolean paused;
    private volatile boolean idle;
    private long left;
    private volatile @Nullable String failure;
    private @Nullable Connection connection;
    private @Nullable Channel channel;

    private record Sent(String guild, int number, byte[] body) {}

    /** @param most how many events it publishes; then it finishes by itself */
    Service(String name, ConnectionFactory factory, List<String> guilds, double perSecond, long most, Ledger ledger) {
        this.name = name;
        this.factory = factory;
        this.guilds = guilds;
        this.perSecond = perSecond;
        left = most;
        this.ledger = ledger;
        factory.setAutomaticRecoveryEnabled(false);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setConnectionTimeout(5_000);
        factory.setHandshakeTimeout(10_000);
    }

    /** Publishes nothing new. */
    void finish() {
        finishing = true;
    }

    /** Publishes nothing new until {@link #goOn}; {@link #isIdle} once everything is confirmed. */
    void pause() {
        paused = true;
    }

    void goOn() {
        paused = false;
    }

    boolean isIdle() {
        return idle;
    }

    /** Until everything is confirmed after {@link #finish}, or the thread is interrupted. */
    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted() && !(finishing && pending() == 0)) {
            try {
                connect();
                publish();
            } catch (IOException | TimeoutException | RuntimeException e) {
                failure = e.toString();
                LockSupport.parkNanos(RECONNECT_NANOS);
            } finally {
                disconnect();
            }
        }
    }

    /** Why it isn't done. */
    String state() {
        return name + ": " + pending() + " unconfirmed" + (failure == null ? "" : ", " + failure);
    }

    private void publish() throws IOException {
        long due = System.nanoTime();
        for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
            if (finishing && pending() == 0) {
                return;
            }
            awaitRoom();
            idle = paused;
            if (idle) {
                LockSupport.parkNanos(PAUSED_NANOS);
            }
            if (finishing || idle) {
                continue;
            }
            if (left-- == 0) {
                finish();
                continue;
            }
            String guild = guilds.get(i % guilds.size());
            int number = ledger.send(guild);
            send(new Sent(guild, number, Numbered.body(name, guild, number)));
            due = Math.max(due + (long) (1e9 / perSecond), System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
            while (System.nanoTime() < due && !finishing) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }

    private void send(Sent event) throws IOException {
        Channel open = channel;
        if (open == null) {
            throw new IOException("no channel");
        }
        synchronized (unconfirmed) {
            unconfirmed.put(open.getNextPublishSeqNo(), event);
        }
        BasicProperties properties = new BasicProperties.Builder()
                .deliveryMode(2)
                .contentType("application/json")
                .messageId(Numbered.id(event.guild, event.number))
                .build();
        open.basicPublish("gateway.events", event.guild, true, properties, event.body);
    }

    private void awaitRoom() throws IOException {
        awaitConfirms(() -> unconfirmed.size() < UNCONFIRMED && !(finishing || paused) || unconfirmed.isEmpty());
    }

    private void awaitConfirms(BooleanSupplier enough) throws IOException {
        synchronized (unconfirmed) {
            while (!enough.getAsBoolean()) {
                Channel open = channel;
                // A connection that its own thread has aborted may leave the channel open.
                if (open == null || !open.isOpen() || !open.getConnection().isOpen()) {
                    throw new IOException("the channel has ended");
                }
                try {
                    unconfirmed.wait(100);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
            }
        }
    }

    private void connect() throws IOException, TimeoutException {
        Connection fresh = factory.newConnection("test service " + name);
        connection = fresh;
        Channel opened = fresh.createChannel();
        opened.confirmSelect();
        opened.addConfirmListener(this::confirmed, (tag, multiple) -> fresh.abort());
        opened.addReturnListener(returned -> fresh.abort());
        opened.addShutdownListener(cause -> wakeUp());
        List<Sent> again;
        synchronized (unconfirmed) {
            again = new ArrayList<>(unconfirmed.values());
            unconfirmed.clear();
            long tag = opened.getNextPublishSeqNo();
            for (Sent event : again) {
                unconfirmed.put(tag++, event);
            }
        }
        channel = opened;
        for (Sent event : again) {
            long number = opened.getNextPublishSeqNo();
            send(event);
            if (number == 1) {
                // While what was deleted comes back, later ones might find the queue that this one doesn't.
                awaitConfirms(() -> !unconfirmed.containsKey(number));
            }
        }
    }

    private void confirmed(long tag, boolean multiple) {
        synchronized (unconfirmed) {
            if (multiple) {
                unconfirmed.headMap(tag, true).clear();
            } else {
                unconfirmed.remove(tag);
            }
            unconfirmed.notifyAll();
        }
    }

    private void wakeUp() {
        synchronized (unconfirmed) {
            unconfirmed.notifyAll();
        }
    }

    private int pending() {
        synchronized (unconfirmed) {
            return unconfirmed.size();
        }
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        channel = null;
        if (open != null) {
            open.abort(1_000);
        }
    }
}
