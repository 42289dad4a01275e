package io.wsgateway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.wsgateway.model.CloseReason;
import io.wsgateway.protocol.Frame;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.Transport.Acceptor;
import io.wsgateway.spi.Transport.Limits;
import io.wsgateway.spi.Transport.Receiver;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection without a socket. The queue belongs to the owner; whatever the receiver hears goes through one
 * {@link Serial}, so that it never hears two things at once.
 */
final class InMemoryConnection implements Connection {
    private final Handshake handshake;
    private final Limits limits;
    private final Consumer<InMemoryConnection> onEnd;
    private final InMemoryClient client = new InMemoryClient(this);
    private final Serial heard = new Serial();
    private final ConcurrentLinkedQueue<Runnable> unread = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean reading = true;
    private @Nullable Receiver receiver;

    private final ArrayDeque<Frame> queue = new ArrayDeque<>();
    private int flushed;
    private long queuedBytes;
    private long sentBytes;
    private boolean full;
    private volatile @Nullable CloseReason closing;

    InMemoryConnection(Handshake handshake, Limits limits, Consumer<InMemoryConnection> onEnd) {
        this.handshake = handshake;
        this.limits = limits;
        this.onEnd = onEnd;
    }

    InMemoryClient client() {
        return client;
    }

    void open(Acceptor gateway) {
        heard.execute(() -> receiver = gateway.open(this));
    }

    @Override
    public Handshake handshake() {
        return handshake;
    }

    @Override
    public Offer offer(Frame frame) {
        if (closing != null || ended.get()) {
            return Offer.CLOSED;
        }
        if (queuedBytes >= limits.queuedBytes() / 2 && queuedBytes + frame.size() > limits.queuedBytes()) {
            full = true;
            return Offer.FULL;
        }
        queue.add(frame);
        queuedBytes += frame.size();
        return Offer.ACCEPTED;
    }

    @Override
    public void flush() {
        flushed = queue.size();
        advance();
    }

    @Override
    public long queuedBytes() {
        return queuedBytes;
    }

    @Override
    public long sentBytes() {
        return sentBytes;
    }

    @Override
    public void reading(boolean on) {
        reading = on;
        if (on) {
            heard.execute(this::read);
        }
    }

    @Override
    public void close(CloseReason reason) {
        if (closing == null && !ended.get()) {
            closing = reason;
            flush();
            if (!ended.get()) {
                Executor linger =
                        CompletableFuture.delayedExecutor(limits.linger().toMillis(), TimeUnit.MILLISECONDS);
                linger.execute(() -> {
                    if (!ended.get()) {
                        receiver().onOwner(() -> abort(reason));
                    }
                });
            }
        }
    }

    @Override
    public void abort(CloseReason reason) {
        release();
        end(closing == null ? reason.code() : closing.code());
    }

    /** A message of the client's. */
    void arrived(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        unread.add(() -> {
            if (utf8.length > limits.messageBytes()) {
                end(CloseReason.TOO_BIG.code());
            } else {
                receiver().onText(ByteBuffer.wrap(utf8));
            }
        });
        heard.execute(this::read);
    }

    /** The client's close, behind what it sent before. */
    void left(int code) {
        unread.add(() -> end(code));
        heard.execute(this::read);
    }

    /** The client is gone. */
    void lost() {
        end(1006);
    }

    /** The client takes frames again. */
    void moreRoom() {
        heard.execute(() -> receiver().onOwner(this::advance));
    }

    private void read() {
        for (Runnable next; reading && !ended.get() && (next = unread.poll()) != null; ) {
            next.run();
        }
    }

    private void advance() {
        while (flushed > 0 && !ended.get() && client.take(queue.element())) {
            int size = queue.remove().size();
            flushed--;
            queuedBytes -= size;
            sentBytes += size;
        }
        if (full && queuedBytes < limits.queuedBytes() / 2) {
            full = false;
            heard.execute(() -> {
                if (!ended.get()) {
                    receiver().onWritable();
                }
            });
        }
        if (closing != null && queue.isEmpty()) {
            end(closing.code());
        }
    }

    private void end(int code) {
        if (ended.compareAndSet(false, true)) {
            client.ended(code);
            onEnd.accept(this);
            heard.execute(() -> {
                receiver().onOwner(this::release);
                receiver().onClosed(code);
            });
        }
    }

    private void release() {
        queue.clear();
        queuedBytes = 0;
        flushed = 0;
    }

    private Receiver receiver() {
        return requireNonNull(receiver, "receiver");
    }
}
