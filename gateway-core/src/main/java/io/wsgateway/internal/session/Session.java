package io.wsgateway.internal.session;

import io.wsgateway.protocol.ClientMessage;
import io.wsgateway.protocol.Frame;
import io.wsgateway.protocol.MessageDecoder;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Transport;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One client's use of a connection, from the open socket on. Its owner (a lane) holds its state; the transport reaches it
 * through the inbox only. The owner changes at most from the doorstep to the user's lane.
 */
final class Session implements Transport.Receiver, Runnable {

    /** How far a session has come. */
    enum Phase {
        /** On the doorstep: nobody yet. */
        ANONYMOUS,
        /** On the doorstep, its token is being checked. */
        VERIFYING,
        /** Known, but its resume has to wait, for the lane's place or for other replays of its user. */
        WAITING,
        /** Identified. */
        READY,
        ENDED
    }

    final Connection connection;
    private final Inbox inbox;
    private final AtomicBoolean posted = new AtomicBoolean();
    private volatile Lane owner;
    /** Ticker time of the last heartbeat's arrival, of {@code READY}, or of the moment when reading went on. */
    private volatile long heardAt;

    // From here on confined to the owner.
    final long openedAt;
    Phase phase = Phase.ANONYMOUS;
    /** Reads with its lane. Otherwise, once ready, {@link #reading} says how far it is. */
    boolean live;
    /** The connection answered FULL and hasn't become writable since. */
    boolean full;
    /** Used an addition to the original protocol, so it may be sent ops that it didn't ask for. */
    boolean modern;
    /** Has been asked to leave, and will be closed at {@link #leaveAt}. */
    boolean leaving;

    boolean touched;
    long leaveAt;
    /** The silence, by its begin, in which a heartbeat was asked for. */
    long promptedFor = Long.MIN_VALUE;
    /** Position of the last event that was offered, so that an event for several guilds is delivered once. */
    long offered;

    @Nullable
    User user;

    @Nullable
    Standing standing;

    @Nullable
    Reading reading;
    /** An answer that found the connection full; goes first. */
    @Nullable
    Frame held;
    /** The token's check, while it waits for the session to be live. */
    @Nullable
    Verdict verdict;
    /** The command whose token is being checked, until its outcome has been told. */
    @Nullable
    ClientMessage checking;

    long checkingSince;

    /** Number of the last entry that its lane had read when it was admitted. */
    long joinedAt;
    /** Guilds that it asked for itself. */
    int asks;

    private long idHigh;
    private long idLow;
    /** Bytes that a full connection had sent when it last had made enough progress, and when that was. */
    long sentSeen;

    long progressAt;
    /** Bytes of answers since the connection's queue was last seen empty. */
    long answered;

    /** Where it stands among its owner's sessions. */
    int index = -1;

    Session(Connection connection, Lane owner, long now) {
        this.connection = connection;
        this.inbox = new Inbox(connection, owner.budget());
        this.owner = owner;
        this.openedAt = now;
        this.heardAt = now;
        this.progressAt = now;
    }

    // ---- the transport's side: any thread ----

    @Override
    public void onText(ByteBuffer utf8) {
        ClientMessage message = MessageDecoder.decode(utf8);
        if (message instanceof ClientMessage.Heartbeat) {
            heardAt = owner.now();
        }
        inbox.add(message);
        post();
    }

    @Override
    public void onWritable() {
        onOwner(() -> owner.life().writable(this));
    }

    @Override
    public void onClosed(int code) {
        onOwner(() -> owner.life().closed(this, code));
    }

    @Override
    public void onOwner(Runnable task) {
        inbox.add(task);
        post();
    }

    private void post() {
        if (posted.compareAndSet(false, true)) {
            owner.execute(this);
        }
    }

    // ---- the owner's side ----

    /** Runs on whatever lane it was posted to; where that is no longer the owner, passes itself on. */
    @Override
    public void run() {
        Lane current = owner;
        if (!current.isCurrent()) {
            current.execute(this);
            return;
        }
        posted.set(false);
        try {
            serve(current);
        } catch (RuntimeException e) {
            current.life().fail(this, e);
        }
    }

    private void serve(Lane current) {
        for (Runnable task = inbox.task(); task != null; task = inbox.task()) {
            task.run();
            if (owner != current) {
                post();
                return;
            }
        }
        current.commands().drain(this, inbox);
        if (owner != current) {
            post();
            return;
        }
        if (inbox.unblock()) {
            heardAt = current.now();
        }
    }

    /** What became of the token; from any thread. Only the first word on it counts. */
    void settle(Verdict outcome) {
        onOwner(() -> {
            if (outcome.command() == checking && verdict == null) {
                verdict = outcome;
            }
        });
    }

    /** Hands the session to another lane, as the last thing that the old one does with it. */
    void moveTo(Lane lane) {
        owner = lane;
    }

    /** Looks at the inbox again: something that its messages waited for has come. */
    void resumeInbox() {
        post();
    }

    void end() {
        phase = Phase.ENDED;
        live = false;
        reading = null;
        held = null;
        verdict = null;
        checking = null;
        inbox.clear();
    }

    boolean blocked() {
        return inbox.blocked();
    }

    /** Bytes that wait beside the connection's own queue. */
    long waiting() {
        Frame answer = held;
        return inbox.bytes() + (answer == null ? 0 : answer.size()) + (reading == null ? 0 : reading.bytes());
    }

    long heardAt() {
        return heardAt;
    }

    void heard(long now) {
        heardAt = now;
    }

    /** Whether an event's receiver list may name this user. */
    boolean is(String userId) {
        return standing != null && standing.userId().equals(userId);
    }

    String id() {
        return SessionIds.text(idHigh, idLow);
    }

    void name() {
        idHigh = SessionIds.random();
        idLow = SessionIds.random();
    }

    /** Its user's subscription to a guild, whether or not it is one of those that it reaches. */
    @Nullable
    Subscription subscription(String guildId) {
        return user == null ? null : user.subscription(guildId);
    }

    /** Whether the connection itself asked for a guild. */
    boolean asked(String guildId) {
        Subscription subscription = subscription(guildId);
        return subscription != null && subscription.isAskedBy(this);
    }
}
