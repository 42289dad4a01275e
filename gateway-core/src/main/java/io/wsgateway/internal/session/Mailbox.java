package io.wsgateway.internal.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wsgateway.internal.wire.ClientMessage;
import io.wsgateway.spi.Connection;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a session's owner: tasks of its connection, and messages of its client in order, heartbeats apart because
 * they never wait. Written by any thread, drained by the owner; it stays with the session when the owner changes, so
 * nothing is reordered. Empty, it holds no memory of its own.
 *
 * <p>Beyond a number of messages, or of bytes, reading stops; one message more than that fits in, whatever its size.
 */
public final class Mailbox {
    /** Messages that may wait. */
    static final int BOUND = 32;
    /** Bytes of messages that may wait. */
    static final int BYTES = 64 << 10;

    private final Connection connection;
    private final ByteBudget budget;

    @GuardedBy("this")
    private @Nullable Queue<Runnable> tasks;

    @GuardedBy("this")
    private @Nullable ArrayDeque<ClientMessage> messages;

    @GuardedBy("this")
    private @Nullable ArrayDeque<ClientMessage.Heartbeat> heartbeats;

    /** What waits, by its weight. Written under the lock. */
    private volatile int bytes;

    @GuardedBy("this")
    private boolean blocked;

    // What must not get lost is a field and not a task, for which memory may be missing.
    /** The connection takes frames again. */
    private volatile boolean writable;
    /** The code that the connection has ended with; 0: it hasn't. */
    private volatile int closedWith;
    /** Something that the session was to be told is lost: it can't go on. */
    private volatile @Nullable Throwable broken;

    /** @param connection reading stops and goes on there, under this mailbox's lock: the last word is the right one */
    Mailbox(Connection connection, ByteBudget budget) {
        this.connection = connection;
        this.budget = budget;
    }

    /** Bytes of memory that wait. Any thread. */
    int bytes() {
        return bytes;
    }

    void writable() {
        writable = true;
    }

    void closed(int code) {
        closedWith = code;
    }

    void broken(Throwable fault) {
        broken = fault;
    }

    /** Whether the connection has become writable since this was last asked. Owner only, as the next two. */
    public boolean takeWritable() {
        boolean was = writable;
        if (was) {
            writable = false;
        }
        return was;
    }

    /** The code that the connection has ended with, once; 0: it hasn't, or that has been told. */
    public int takeClosed() {
        int code = closedWith;
        if (code != 0) {
            closedWith = 0;
        }
        return code;
    }

    /** What can't be told any more, once. */
    public @Nullable Throwable takeBroken() {
        Throwable fault = broken;
        if (fault != null) {
            broken = null;
        }
        return fault;
    }

    synchronized void add(ClientMessage message) {
        if (message instanceof ClientMessage.Heartbeat heartbeat) {
            heartbeats = heartbeats == null ? new ArrayDeque<>(2) : heartbeats;
            heartbeats.add(heartbeat);
        } else {
            messages = messages == null ? new ArrayDeque<>(4) : messages;
            messages.add(message);
        }
        bytes += message.weight();
        if (!blocked && (waiting() >= BOUND || bytes >= bound())) {
            blocked = true;
            connection.reading(false);
        }
    }

    synchronized void add(Runnable task) {
        tasks = tasks == null ? new ConcurrentLinkedQueue<>() : tasks;
        tasks.add(task);
    }

    public synchronized @Nullable Runnable task() {
        Runnable task = tasks == null ? null : tasks.poll();
        if (task == null) {
            tasks = null;
        }
        return task;
    }

    public synchronized @Nullable ClientMessage message() {
        ClientMessage message = messages == null ? null : messages.poll();
        if (message == null) {
            messages = null;
        } else {
            bytes -= message.weight();
        }
        return message;
    }

    public synchronized ClientMessage.@Nullable Heartbeat heartbeat() {
        ClientMessage.Heartbeat heartbeat = heartbeats == null ? null : heartbeats.poll();
        if (heartbeat == null) {
            heartbeats = null;
        } else {
            bytes -= heartbeat.weight();
        }
        return heartbeat;
    }

    /** Whether reading has stopped. */
    synchronized boolean blocked() {
        return blocked;
    }

    /** Lets reading go on that had stopped, where there is room again; returns whether it does. */
    public synchronized boolean unblock() {
        if (!blocked || waiting() > BOUND / 2 || bytes > bound() / 2) {
            return false;
        }
        blocked = false;
        connection.reading(true);
        return true;
    }

    /** Forgets all messages, for a session that has ended. */
    public synchronized void clear() {
        messages = null;
        heartbeats = null;
        bytes = 0;
    }

    // Where the instance has no room, whoever has something waiting is not read from.
    private int bound() {
        return budget.exceeded() ? 1 : BYTES;
    }

    @GuardedBy("this")
    private int waiting() {
        return (messages == null ? 0 : messages.size()) + (heartbeats == null ? 0 : heartbeats.size());
    }
}
