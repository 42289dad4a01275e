package io.wsgateway.internal.session;

import io.wsgateway.internal.access.AuthOutcome;
import io.wsgateway.internal.access.Claimant;
import io.wsgateway.internal.access.Identity;
import io.wsgateway.internal.support.LinkedTask;
import io.wsgateway.model.CloseReason;
import io.wsgateway.model.Place;
import io.wsgateway.protocol.ClientMessage;
import io.wsgateway.protocol.Frame;
import io.wsgateway.protocol.MessageDecoder;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Connection.Offer;
import io.wsgateway.spi.Transport;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One client's use of a connection, from the open socket on. Its owner (a lane) holds its state; the transport reaches it
 * through its {@link Mailbox} only. The owner changes at most from the lane that it came in by to its user's, once it is
 * identified.
 *
 * <p>How far it has come and from where it reads is changed by the methods here alone. The fields that others of this package
 * see belong to one class each.
 */
public final class Session extends LinkedTask implements Transport.Receiver, Claimant {

    /** How far a session has come. */
    public enum Phase {
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

    private final Mailbox mailbox;
    private final AtomicBoolean posted = new AtomicBoolean();
    private volatile Owner<Session> owner;
    /** Ticker time of the last heartbeat's arrival, of {@code READY}, or of the moment when reading went on. */
    private volatile long heardAt;
    /** The command whose token is being checked, until its outcome has been told. */
    private volatile @Nullable ClientMessage checking;

    // From here on confined to the owner.
    private final long openedAt;
    private Phase phase = Phase.ANONYMOUS;
    /** Reads with its lane. Otherwise, once ready, {@link #reader} says how far it is. */
    private boolean live;

    private @Nullable CatchUpReader reader;
    /** The connection answered FULL and hasn't become writable since. */
    private boolean full;
    /** The token's check, while it waits for the session to be live. */
    private @Nullable AuthOutcome outcome;

    private long checkingSince;
    private boolean usesExtensions;
    private boolean leaving;
    private long leaveAt;
    /** The silence, by its begin, in which a heartbeat was asked for. */
    private long promptedFor = Long.MIN_VALUE;
    /**
     * Position of the last event that the connection was offered: one for several guilds is delivered once, and one whose
     * delivery failed half-way goes only to those who lack it.
     */
    private long offered;

    private long idHigh;
    private long idLow;

    final Connection connection;

    // The registry's, and those' that change rights.
    @Nullable
    Identity identity;

    boolean registered;
    /** Number of the last entry that its lane had read when it was admitted. */
    long joinedAt;
    /** Guilds that it asked for itself. */
    int asks;

    // The flush list's.
    boolean touched;
    /** A reply that found the connection full; goes first. */
    @Nullable
    Frame pendingReply;

    // The stall detector's.
    /** Bytes that a full connection had sent when it last had made enough progress, and when that was. */
    long sentSeen;

    long progressAt;
    /** Bytes of replies since the connection's queue was last seen empty. */
    long replied;

    /** The connections': where it stands among them. */
    int index = -1;

    // The closer's.
    /** How the connection is to be closed; null: it needn't be. */
    @Nullable
    CloseReason ending;

    /** It is to be closed at once, whatever waits. */
    boolean abrupt;

    boolean endingQueued;

    @Nullable
    Session nextEnding;

    public Session(Connection connection, Owner<Session> owner, ByteBudget budget, long now) {
        this.connection = connection;
        this.mailbox = new Mailbox(connection, budget);
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

    // ---- whose token is checked: any thread ----

    @Override
    public InetSocketAddress peer() {
        return connection.handshake().peer();
    }

    @Override
    public boolean awaits(ClientMessage command) {
        return checking == command;
    }

    @Override
    public void settle(AuthOutcome of) {
        try {
            onOwner(() -> {
                if (of.command() == checking && outcome == null) {
                    outcome = of;
                }
            });
        } catch (Throwable fault) {
            mailbox.broken(fault);
            post();
        }
    }

    // ---- the owner's side ----

    /** Runs on whatever lane it was posted to; where that is no longer the owner, passes itself on. */
    @Override
    public void run() {
        Owner<Session> current = owner;
        if (!current.isCurrent()) {
            current.execute(this);
            return;
        }
        posted.set(false);
        if (current.serve(this)) {
            post();
        }
    }

    public boolean isOwnedBy(Owner<Session> one) {
        return owner == one;
    }

    /** Hands the session to another owner, as the last thing that the old one does with it. */
    public void moveTo(Owner<Session> next) {
        assert owner.isCurrent();
        owner = next;
    }

    public Mailbox mailbox() {
        return mailbox;
    }

    public Phase phase() {
        return phase;
    }

    public boolean hasEnded() {
        return phase == Phase.ENDED;
    }

    public boolean isReady() {
        return phase == Phase.READY;
    }

    // ---- who it is ----

    /** A command's token is being checked. One that is ready stays so. */
    public void verifying(ClientMessage command, long now) {
        assert owner.isCurrent();
        phase = phase == Phase.READY ? Phase.READY : Phase.VERIFYING;
        checking = command;
        checkingSince = now;
    }

    public boolean isVerifying() {
        return checking != null;
    }

    /** The command whose token has been checked for longer than a time, ns; null: there is none. */
    public @Nullable ClientMessage lateCheck(long now, long timeout) {
        ClientMessage command = checking;
        return command != null && now - checkingSince > timeout ? command : null;
    }

    /** What became of the token, as long as nobody has acted on it. */
    public @Nullable AuthOutcome outcome() {
        return outcome;
    }

    /** The outcome of its token's check is acted on now. */
    public void outcomeTaken() {
        assert owner.isCurrent();
        outcome = null;
        checking = null;
    }

    /** Nobody knows who it is; one that is ready stays so. */
    public void anonymous() {
        assert owner.isCurrent();
        phase = phase == Phase.READY ? Phase.READY : Phase.ANONYMOUS;
    }

    /** Its resume waits. */
    public void waiting() {
        assert owner.isCurrent();
        phase = Phase.WAITING;
    }

    /** It is identified. Whether it is live is said apart from that. */
    void admitted(Identity as, long now) {
        assert owner.isCurrent();
        identity = as;
        phase = Phase.READY;
        idHigh = SessionIds.random();
        idLow = SessionIds.random();
        heardAt = now;
    }

    public @Nullable Identity identity() {
        return identity;
    }

    /** Whether it is this user's. */
    public boolean is(String userId) {
        return identity != null && identity.userId().equals(userId);
    }

    String id() {
        return SessionIds.text(idHigh, idLow);
    }

    // ---- from where it reads ----

    public boolean isLive() {
        return live;
    }

    /** How far it has read, where it isn't live. */
    public @Nullable CatchUpReader reader() {
        return reader;
    }

    /** It reads with its lane from here on. */
    public void live() {
        assert owner.isCurrent();
        reader = null;
        live = true;
    }

    /** It reads on by itself. */
    public void readsFrom(CatchUpReader from) {
        assert owner.isCurrent();
        live = false;
        reader = from;
    }

    /** Its connection is on its way out: nothing more is read for it. */
    public void readsNoMore() {
        assert owner.isCurrent();
        live = false;
        reader = null;
    }

    /** The connection took no more. */
    void full() {
        full = true;
    }

    /** The connection takes frames again. */
    public void writable() {
        full = false;
    }

    public boolean isFull() {
        return full;
    }

    /** Whether it is to have an event at a position: it is live, and hasn't been offered that yet. */
    public boolean lacks(long position) {
        return live && offered < position;
    }

    /** Offers it an event that stands at a position. */
    public Offer offer(Frame event, long position) {
        Offer offer = connection.offer(event);
        offered = position;
        return offer;
    }

    /** The place of what it has read, for every reply to it: not as far as its lane has, nor the ring. */
    public String cursor(LanePosition lane) {
        CatchUpReader own = reader;
        return own == null ? lane.cursor() : own.cursor();
    }

    // ---- what its client is like ----

    /** Whether it used an addition to the original protocol, so that it may be sent ops that it didn't ask for. */
    public boolean usesExtensions() {
        return usesExtensions;
    }

    public void usesExtensions(boolean now) {
        usesExtensions |= now;
    }

    public boolean hasPendingReply() {
        return pendingReply != null;
    }

    /** Ns of silence; none while nothing is read from it. */
    public long silence(long now) {
        return mailbox.blocked() ? 0 : now - heardAt;
    }

    /** Reading from it has gone on. */
    public void heard(long now) {
        heardAt = now;
    }

    /** Whether it can be asked for a heartbeat, once in one silence; from then on it has been. */
    public boolean promptOnce() {
        long silence = heardAt;
        if (!usesExtensions || promptedFor == silence || pendingReply != null || full) {
            return false;
        }
        promptedFor = silence;
        return true;
    }

    /** Ns since its connection was opened. */
    public long age(long now) {
        return now - openedAt;
    }

    /** Asks it to leave, and to be gone by a time of the ticker. */
    public void leaveBy(long time) {
        leaving = true;
        leaveAt = time;
    }

    public boolean isLeaving() {
        return leaving;
    }

    /** Whether it should have gone. */
    public boolean isOverdue(long now) {
        return leaving && now - leaveAt >= 0;
    }

    /** Bytes that wait beside the connection's own queue. */
    public long waitingBytes() {
        Frame reply = pendingReply;
        return mailbox.bytes() + (reply == null ? 0 : reply.size()) + (reader == null ? 0 : reader.bytes());
    }

    // ---- its end ----

    /** Plain writes: it can't fail, and nothing more is put on the connection. */
    void end() {
        phase = Phase.ENDED;
        live = false;
        reader = null;
        pendingReply = null;
        outcome = null;
        checking = null;
        mailbox.clear();
    }

    /** Falls behind its lane at a position. */
    void fallsBehind(long position, Place at) {
        readsFrom(new CatchUpReader(position, at, null));
    }
}
