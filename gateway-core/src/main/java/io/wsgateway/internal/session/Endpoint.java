package io.wsgateway.internal.session;

import io.wsgateway.internal.support.LinkedTask;
import io.wsgateway.internal.wire.ClientMessage;
import io.wsgateway.internal.wire.MessageDecoder;
import io.wsgateway.spi.Transport;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the transport and others reach of a session, on any thread: they put something into its mailbox, and its owner is told
 * to look there.
 *
 * @param <T> what is owned
 */
public abstract class Endpoint<T> extends LinkedTask implements Transport.Receiver {
    private final Mailbox mailbox;
    private final SessionTimes times;
    private final AtomicBoolean posted = new AtomicBoolean();
    private volatile Owner<T> owner;

    Endpoint(Owner<T> owner, Mailbox mailbox, SessionTimes times) {
        this.owner = owner;
        this.mailbox = mailbox;
        this.times = times;
    }

    abstract T self();

    @Override
    public void onText(ByteBuffer utf8) {
        try {
            ClientMessage message = MessageDecoder.decode(utf8);
            if (message instanceof ClientMessage.Heartbeat) {
                times.heard(now());
            }
            mailbox.add(message);
        } catch (Throwable fault) {
            mailbox.broken(fault);
        }
        post();
    }

    @Override
    public void onWritable() {
        mailbox.writable();
        post();
    }

    @Override
    public void onClosed(int code) {
        mailbox.closed(code);
        post();
    }

    @Override
    public void onOwner(Runnable task) {
        try {
            mailbox.add(task);
        } catch (Throwable fault) {
            mailbox.broken(fault);
        }
        post();
    }

    /** Has its owner look at its mailbox: something has come, or what its messages waited for. */
    public void post() {
        if (posted.compareAndSet(false, true)) {
            owner.execute(this);
        }
    }

    /** Something that it was to be told is lost: it can't go on. */
    final void fail(Throwable fault) {
        mailbox.broken(fault);
        post();
    }

    public final Mailbox mailbox() {
        return mailbox;
    }

    public final SessionTimes times() {
        return times;
    }

    // ---- the owner's thread ----

    /** Runs on whatever lane it was posted to; where that is no longer the owner, passes itself on. */
    @Override
    public void run() {
        Owner<T> current = owner;
        if (!current.isCurrent()) {
            current.execute(this);
            return;
        }
        posted.set(false);
        if (current.serve(self())) {
            post();
        }
    }

    /** By its owner's clock: monotonic, ns. */
    public final long now() {
        return owner.now();
    }

    public boolean isOwnedBy(Owner<T> one) {
        return owner == one;
    }

    /** Hands the session to another owner, as the last thing that the old one does with it. */
    public void moveTo(Owner<T> next) {
        assert owner.isCurrent();
        owner = next;
    }

    /** Whether the caller may touch what is confined to its owner: for assertions. Any thread. */
    public final boolean isConfined() {
        return owner.isCurrent();
    }
}
