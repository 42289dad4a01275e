package io.wsgateway.internal.session;

import io.wsgateway.model.CloseReason;
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
 * through the mailbox only. The owner changes at most from the lane that it came in by to its user's, once it is identified.
 */
final class Session extends LaneTask implements Transport.Receiver {

    /** How far a session has come. */
    enum Phase {
        /** Nobody yet: IDENTIFY or RESUME is due. */
        ANONYMOUS,
        /** Nobody yet: its token is being checked. */
        VERIFYING,
        /** Known, but its resume has to wait, for the lane's place or for other replays of its user. */
        WAITING,
        /** Identified. */
        READY,
        ENDED
    }

    final Connection connection;
    private final Mailbox mailbox;
    private final AtomicBoolean posted = new AtomicBoolean();
    private volatile Lane owner;
    /** Ticker time of the last heartbeat's arrival, of {@code READY}, or of the moment when reading went on. */
    private volatile long heardAt;
    /** The connection takes frames again. */
    private volatile boolean writable;
    /** The code that the connection has ended with; 0: it hasn't. */
    private volatile int closedWith;
    /** Something that the session was to be told is lost: it can't go on. */
    private volatile @Nullable Throwable broken;

    // From here on confined to the owner.
    final long openedAt;
    Phase phase = Phase.ANONYMOUS;
    /** Reads with its lane. Otherwise, once ready, {@link #reader} says how far it is. */
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
    /**
     * Position of the last event that the connection was offered: one for several guilds is delivered once, and one whose
     * delivery failed half-way goes only to those who lack it.
     */
    long offered;

    @Nullable
    User user;

    @Nullable
    Identity identity;

    @Nullable
    CatchUpReader reader;
    /** An answer that found the connection full; goes first. */
    @Nullable
    Frame held;
    /** The token's check, while it waits for the session to be live. */
    @Nullable
    AuthOutcome authOutcome;
    /** The command whose token is being checked, until its outcome has been told. */
    @Nullable
    volatile ClientMessage checking;

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
    /** How the connection is to be closed; null: it needn't be. */
    @Nullable
    CloseReason ending;

    /** It is to be closed at once, whatever waits. */
    boolean abrupt;

    boolean endingQueued;

    @Nullable
    Session nextEnding;

    Session(Connection connection, Lane owner, long now) {
        this.connection = connection;
        this.mailbox = new Mailbox(connection, owner.budget());
        this.owner = owner;
        this.openedAt = now;
        this.heardAt = now;
        this.progressAt = now;
    }

    // ---- the transport's side: any thread ----

    @Override
    public void onText(ByteBuffer utf8) {
        try {
            ClientMessage message = MessageDecoder.decode(utf8);
            if (message instanceof ClientMessage.Heartbeat) {
                heardAt = owner.now();
            }
            mailbox.add(message);
        } catch (Throwable fault) {
            broken = fault;
        }
        post();
    }

    // What must not get lost is a field and not a task, for which memory may be missing.

    @Override
    public void onWritable() {
        writable = true;
        post();
    }

    @Override
    public void onClosed(int code) {
        closedWith = code;
        post();
    }

    @Override
    public void onOwner(Runnable task) {
        try {
            mailbox.add(task);
        } catch (Throwable fault) {
            broken = fault;
        }
        post();
    }

    /** The connection has been opened: its owner takes it in. */
    void arrive() {
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
        } catch (Throwable e) {
            current.life().fail(this, e);
            // What else waits, such as the word that the connection has ended, has its turn.
            post();
        }
    }

    private void serve(Lane current) {
        if (phase == Phase.ANONYMOUS) {
            current.connections().add(this);
        }
        Throwable fault = broken;
        if (fault != null) {
            broken = null;
            current.life().fail(this, fault);
        }
        for (Runnable task = mailbox.task(); task != null; task = mailbox.task()) {
            task.run();
            if (owner != current) {
                post();
                return;
            }
        }
        if (writable) {
            writable = false;
            current.life().writable(this);
        }
        int code = closedWith;
        if (code != 0) {
            closedWith = 0;
            current.life().closed(this, code);
        }
        current.commands().drain(this, mailbox);
        if (owner != current) {
            post();
            return;
        }
        if (mailbox.unblock()) {
            heardAt = current.now();
        }
    }

    /** What became of the token; from any thread. Only the first word on it counts. */
    void settle(AuthOutcome outcome) {
        try {
            onOwner(() -> {
                if (outcome.command() == checking && authOutcome == null) {
                    authOutcome = outcome;
                }
            });
        } catch (Throwable fault) {
            broken = fault;
            post();
        }
    }

    /** Hands the session to another lane, as the last thing that the old one does with it. */
    void moveTo(Lane lane) {
        owner = lane;
    }

    /** Looks at the mailbox again: something that its messages waited for has come. */
    void resumeInbox() {
        post();
    }

    /** Plain writes: it can't fail, and nothing more is put on the connection. */
    void end() {
        phase = Phase.ENDED;
        live = false;
        reader = null;
        held = null;
        authOutcome = null;
        checking = null;
        mailbox.clear();
    }

    boolean blocked() {
        return mailbox.blocked();
    }

    /** Bytes that wait beside the connection's own queue. */
    long waiting() {
        Frame answer = held;
        return mailbox.bytes() + (answer == null ? 0 : answer.size()) + (reader == null ? 0 : reader.bytes());
    }

    long heardAt() {
        return heardAt;
    }

    void heard(long now) {
        heardAt = now;
    }

    /** Whether an event's receiver list may name this user. */
    boolean is(String userId) {
        return identity != null && identity.userId().equals(userId);
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
