package io.wsgateway.internal.session;

import io.wsgateway.internal.access.Identity;
import io.wsgateway.internal.wire.ClientMessage;
import io.wsgateway.protocol.Frame;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Connection.Offer;
import org.jspecify.annotations.Nullable;

/**
 * One client's use of a connection, from the open socket on. Its owner (a lane) holds its state; the transport reaches it
 * through its {@link Mailbox} only. The owner changes at most from the lane that it came in by to its user's, once it is
 * identified.
 *
 * <p>How far it has come and from where it reads is changed by the methods here alone.
 */
public final class Session extends Endpoint<Session> {
    // All of this is confined to the owner.
    private Phase phase = Phase.ANONYMOUS;
    /** Reads with its lane. Otherwise, once ready, {@link #reader} says how far it is. */
    private boolean live;

    private @Nullable CatchUpReader reader;
    private @Nullable TokenCheck check;
    /** The connection answered FULL and hasn't become writable since. */
    private boolean full;

    private boolean usesExtensions;
    /**
     * Position of the last event that the connection was offered: one for several guilds is delivered once, and one whose
     * delivery failed half-way goes only to those who lack it.
     */
    private long offered;

    private long idHigh;
    private long idLow;
    private @Nullable Identity identity;
    /** Number of the last entry that its lane had read when it was admitted; -1: of an earlier epoch. */
    private long joinedAt;
    /** A reply that found the connection full; goes first. */
    private @Nullable Frame pendingReply;

    private final SessionRates rates;
    private final TokenExpiry expiry = new TokenExpiry();
    final Connection connection;
    final Progress progress;
    final Ending ending;

    // Each is set by one class: ReceiverIndex, SessionRegistry, FlushList, Connections, Endings.
    boolean registered;
    /** Guilds that it asked for itself. */
    int asks;

    boolean touched;
    /** Where it stands among its lane's connections. */
    int index = -1;

    boolean endingQueued;

    @Nullable
    Session nextEnding;

    public Session(Connection connection, Owner<Session> owner, ByteBudget budget, RateLimits limits, long now) {
        super(owner, new Mailbox(connection, budget), new SessionTimes(now));
        this.connection = connection;
        rates = new SessionRates(limits);
        progress = new Progress(now);
        ending = new Ending(connection);
    }

    @Override
    Session self() {
        return this;
    }

    // ---- how far it has come ----

    public Phase phase() {
        return phase;
    }

    public boolean hasEnded() {
        return phase == Phase.ENDED;
    }

    public boolean isReady() {
        return phase == Phase.READY;
    }

    /** A command's token is being checked from now on. One that is ready stays so. */
    public TokenCheck verifying(ClientMessage command) {
        assert isConfined();
        phase = phase == Phase.READY ? Phase.READY : Phase.VERIFYING;
        checked();
        TokenCheck begun = new TokenCheck(command, isReady(), now(), connection, this);
        check = begun;
        return begun;
    }

    /** The check of its token, until its outcome is acted on. */
    public @Nullable TokenCheck check() {
        return check;
    }

    /** The outcome of its token's check is acted on now. */
    public void checked() {
        assert isConfined();
        if (check != null) {
            check.end();
            check = null;
        }
    }

    /** Nobody knows who it is; one that is ready or has ended stays so. */
    public void anonymous() {
        assert isConfined();
        phase = isReady() || hasEnded() ? phase : Phase.ANONYMOUS;
    }

    /** Its resume waits, with the token of this user. */
    public void waiting(Identity as) {
        assert isConfined();
        expiry.set(as.token().expiresAt());
        phase = Phase.WAITING;
    }

    /** It is identified. Whether it is live is said apart from that. */
    void admitted(Identity as) {
        identifiedAs(as);
        phase = Phase.READY;
        idHigh = SessionIds.random();
        idLow = SessionIds.random();
        times().heard(now());
    }

    public @Nullable Identity identity() {
        return identity;
    }

    /** What its token, or a newer one of its user, says, with what became of its rights since. */
    void identifiedAs(Identity now) {
        assert isConfined();
        identity = now;
        expiry.set(now.token().expiresAt());
    }

    /** When its token expires. */
    public TokenExpiry expiry() {
        return expiry;
    }

    void joinedAfter(long seq) {
        assert isConfined();
        joinedAt = seq;
    }

    long joinedAt() {
        return joinedAt;
    }

    /** Whether it is this user's. */
    public boolean is(String userId) {
        return identity != null && identity.userId().equals(userId);
    }

    /** Whether this is its name; who isn't identified has none. */
    boolean is(SessionIds.Id id) {
        return identity != null && idHigh == id.high() && idLow == id.low();
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
        assert isConfined();
        reader = null;
        live = true;
    }

    /** It reads on by itself. */
    public void readsFrom(CatchUpReader from) {
        assert isConfined();
        live = false;
        reader = from;
    }

    /** Its connection is on its way out: nothing more is read for it. */
    public void readsNoMore() {
        assert isConfined();
        live = false;
        reader = null;
    }

    /** The connection took no more. */
    void full() {
        assert isConfined();
        full = true;
    }

    /** The connection takes frames again. */
    public void writable() {
        assert isConfined();
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
        assert isConfined();
        Offer offer = connection.offer(event);
        offered = position;
        return offer;
    }

    /** The place of what it has read, for every reply to it: not as far as its lane has, nor the ring. */
    public String cursor(LanePosition lanePosition) {
        CatchUpReader own = reader;
        return own == null ? lanePosition.cursor() : own.cursor();
    }

    // ---- what its client is like ----

    /** Whether it used an addition to the original protocol, so that it may be sent ops that it didn't ask for. */
    public boolean usesExtensions() {
        return usesExtensions;
    }

    public void usesExtensions(boolean now) {
        assert isConfined();
        usesExtensions |= now;
    }

    /** What it may still send. */
    public SessionRates rates() {
        return rates;
    }

    public @Nullable Frame pendingReply() {
        return pendingReply;
    }

    /** @param reply null: none any longer */
    void replyWaits(@Nullable Frame reply) {
        assert isConfined();
        pendingReply = reply;
    }

    /** Ns of silence; none while nothing is read from it. */
    public long silence(long now) {
        return mailbox().blocked() ? 0 : times().silence(now);
    }

    /** Whether it can be asked for a heartbeat: once in one silence; from then on it has been. */
    public boolean promptOnce() {
        assert isConfined();
        return usesExtensions && pendingReply == null && !full && times().promptOnce();
    }

    /** Whether it can be told when its token expires: once; from then on it has been. */
    public boolean tellExpiryOnce() {
        assert isConfined();
        return usesExtensions && isReady() && pendingReply == null && !full && expiry.tellOnce();
    }

    /** Bytes that wait beside the connection's own queue. */
    public long waitingBytes() {
        Frame reply = pendingReply;
        return mailbox().bytes() + (reply == null ? 0 : reply.size()) + (reader == null ? 0 : reader.bytes());
    }

    // ---- its end ----

    /** Plain writes: it can't fail, and nothing more is put on the connection. */
    void end() {
        assert isConfined();
        phase = Phase.ENDED;
        live = false;
        reader = null;
        pendingReply = null;
        checked();
        mailbox().clear();
    }
}
