package io.wsgateway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Transport.Receiver;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** Keeps what a connection reported, and every breach of the receiver's contract. */
public final class RecordingReceiver implements Receiver {
    private static final long PATIENCE_SECONDS = 20;

    private final Connection connection;
    private final Executor owner;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicInteger ownerTasks = new AtomicInteger();
    private final List<String> texts = new ArrayList<>();
    private final List<Integer> closes = new ArrayList<>();
    private final List<String> breaches = new ArrayList<>();
    private int writable;
    private volatile Consumer<Connection> reaction = connection -> {};

    RecordingReceiver(Connection connection, Executor owner) {
        this.connection = connection;
        this.owner = owner;
    }

    @Override
    public void onText(ByteBuffer utf8) {
        String text = UTF_8.decode(utf8).toString();
        heard("onText", () -> texts.add(text));
        reaction.accept(connection);
    }

    @Override
    public void onWritable() {
        heard("onWritable", () -> writable++);
    }

    @Override
    public void onClosed(int code) {
        heard("onClosed", () -> closes.add(code));
    }

    @Override
    public void onOwner(Runnable task) {
        ownerTasks.incrementAndGet();
        owner.execute(task);
    }

    private void heard(String call, Runnable note) {
        boolean alone = busy.compareAndSet(false, true);
        synchronized (this) {
            if (!alone) {
                breaches.add(call + " while another call runs");
            }
            if (!closes.isEmpty()) {
                breaches.add(call + " after onClosed");
            }
            note.run();
        }
        if (alone) {
            busy.set(false);
        }
    }

    /** From now on does this at the end of each {@code onText}. */
    public void afterEachText(Consumer<Connection> newReaction) {
        reaction = newReaction;
    }

    /** Runs this on the owner and waits for its answer: a connection's method that blocks fails here. */
    public <T> T asOwner(Function<Connection, T> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        owner.execute(() -> {
            try {
                answer.complete(call.apply(connection));
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the connection threw, or it blocked its owner", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The connection, for its methods that any thread may call. */
    public Connection connection() {
        return connection;
    }

    public synchronized List<String> texts() {
        return List.copyOf(texts);
    }

    /** How many texts came. */
    public synchronized int count() {
        return texts.size();
    }

    public synchronized int writable() {
        return writable;
    }

    /** The codes of all {@code onClosed} calls: one, if the transport is right. */
    public synchronized List<Integer> closes() {
        return List.copyOf(closes);
    }

    public synchronized List<String> breaches() {
        return List.copyOf(breaches);
    }

    public int ownerTasks() {
        return ownerTasks.get();
    }
}
