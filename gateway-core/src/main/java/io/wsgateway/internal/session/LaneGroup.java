package io.wsgateway.internal.session;

import io.wsgateway.internal.log.ControlEntries;
import io.wsgateway.internal.log.Ring;
import io.wsgateway.internal.log.RingFollower;
import io.wsgateway.model.CloseReason;
import io.wsgateway.protocol.FrameEncoder;
import io.wsgateway.protocol.ServerMessage;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.TokenVerifier;
import io.wsgateway.spi.Transport;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * All lanes of an instance, and the door that connections come in by. A user always lives on the same lane, so everything
 * about a user is one thread's affair. Thread-safe.
 */
public class LaneGroup implements RingFollower.Waker, AutoCloseable {
    private final Ring ring;
    private final ControlEntries changes;
    private final SessionLimits limits;
    private final GatewayMetrics metrics;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final TokenAuthenticator authenticator;
    private final ByteBudget budget;
    private final GuildCounter guildCounter = new GuildCounter();
    private final AtomicInteger doorsteps = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final Lane[] lanes;

    /**
     * What lanes share.
     *
     * @param ticker monotonic, ns; stands while the process couldn't have read from its clients
     */
    public record Parts(
            Ring ring,
            ControlEntries changes,
            SessionLimits limits,
            TokenVerifier verifier,
            GuildAccess access,
            GatewayMetrics metrics,
            InstantSource clock,
            LongSupplier ticker) {}

    /** About one lane per core. */
    public LaneGroup(Parts parts) {
        this(parts, Runtime.getRuntime().availableProcessors(), TokenAuthenticator.executor());
    }

    LaneGroup(Parts parts, int count, Executor verification) {
        ring = parts.ring();
        changes = parts.changes();
        limits = parts.limits();
        budget = new ByteBudget(limits.waitingBytes());
        metrics = parts.metrics();
        clock = parts.clock();
        ticker = parts.ticker();
        authenticator = new TokenAuthenticator(
                parts.verifier(), parts.access(), limits.longestTokenLife(), clock, ticker, verification);
        lanes = new Lane[count];
        changes.split(count, this::number);
        for (int i = 0; i < count; i++) {
            lanes[i] = make(i + 1);
        }
    }

    /** Makes a lane. */
    Lane make(int number) {
        return new Lane(this, number);
    }

    /** What a lane knows of the memberships of its users. */
    MembershipRecord record(Predicate<String> ours) {
        return new MembershipRecord(ours);
    }

    /** How a lane begins replays. */
    ResumeHandler resumes(Lane lane) {
        return new ResumeHandler(lane, ring);
    }

    public void start() {
        // A class whose first use fails for want of memory may be unusable for good: this one is for bad times only.
        FrameEncoder.encode(new ServerMessage.Gap(""));
        for (Lane lane : lanes) {
            lane.start();
        }
    }

    /** Takes a connection in. */
    public Transport.Receiver open(Connection connection) {
        Lane lane = lanes[Math.floorMod(doorsteps.getAndIncrement(), lanes.length)];
        Session session = new Session(connection, lane, now());
        // From here on nothing fails: whoever is counted comes to the lane, and leaves it.
        open.incrementAndGet();
        session.arrive();
        metrics.count("connections.opened", 1);
        return session;
    }

    @Override
    public void published(long from, long to) {
        VarHandle.fullFence();
        for (Lane lane : lanes) {
            lane.wakeFor(from, to);
        }
    }

    /** The first reason why one of the threads is beyond help. Any thread; never blocks. */
    public Health liveness() {
        for (Lane lane : lanes) {
            Health health = lane.liveness();
            if (!health.up()) {
                return health;
            }
        }
        return authenticator.liveness();
    }

    /** Identified connections. */
    public int identified() {
        int sum = 0;
        for (Lane lane : lanes) {
            sum += lane.identified();
        }
        return sum;
    }

    /** Distinct guilds with a subscriber. */
    public int guilds() {
        return guildCounter.size();
    }

    /** Open connections, identified or not. */
    public int open() {
        return open.get();
    }

    /** Bytes that wait in all connections, as of a second ago. */
    public long waitingBytes() {
        return budget.waiting();
    }

    /** Whether that is more than may: newcomers would only make it worse. */
    public boolean crowded() {
        return budget.exceeded();
    }

    /** Asks connections that weren't asked yet to leave, and to be gone within a time. */
    public void askToLeave(int atMost, Duration within) {
        long leaveAt = now() + within.toNanos();
        AtomicInteger permits = new AtomicInteger(atMost);
        for (Lane lane : lanes) {
            lane.execute(() -> lane.connections().askToLeave(permits, leaveAt));
        }
    }

    public void closeAll(CloseReason reason) {
        for (Lane lane : lanes) {
            lane.execute(() -> lane.connections().closeAll(reason));
        }
    }

    /** Stops the lanes' threads; sessions stay as they are. */
    @Override
    public void close() {
        authenticator.close();
        for (Lane lane : lanes) {
            lane.stop();
        }
    }

    Lane of(String userId) {
        return lanes[number(userId)];
    }

    private int number(String userId) {
        int hash = userId.hashCode();
        return Math.floorMod(hash ^ hash >>> 16, lanes.length);
    }

    Lane lane(int number) {
        return lanes[number];
    }

    void closed() {
        open.decrementAndGet();
    }

    long now() {
        return ticker.getAsLong();
    }

    Ring ring() {
        return ring;
    }

    ControlEntries changes() {
        return changes;
    }

    SessionLimits limits() {
        return limits;
    }

    GatewayMetrics metrics() {
        return metrics;
    }

    InstantSource clock() {
        return clock;
    }

    ByteBudget budget() {
        return budget;
    }

    GuildCounter guildCounter() {
        return guildCounter;
    }

    TokenAuthenticator authenticator() {
        return authenticator;
    }
}
