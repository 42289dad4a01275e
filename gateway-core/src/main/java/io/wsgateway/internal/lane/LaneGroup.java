package io.wsgateway.internal.lane;

import io.wsgateway.internal.access.TokenAuthenticator;
import io.wsgateway.internal.ring.ControlEntries;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.ring.RingFollower;
import io.wsgateway.internal.session.RateLimits;
import io.wsgateway.internal.session.Session;
import io.wsgateway.internal.session.SessionLimits;
import io.wsgateway.internal.support.Clocks;
import io.wsgateway.internal.wire.FrameEncoder;
import io.wsgateway.internal.wire.ServerMessage;
import io.wsgateway.model.CloseReason;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.TokenVerifier;
import io.wsgateway.spi.Transport;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All lanes of an instance, and the door that connections come in by. A user always lives on the same lane, so everything
 * about a user is one thread's affair. Thread-safe.
 */
public final class LaneGroup implements RingFollower.Waker, AutoCloseable {
    private final LaneShared shared;
    private final RateLimits rates;
    private final AtomicInteger arrivals = new AtomicInteger();
    private final Lane[] lanes;

    /** What lanes are made of that others have, too. */
    public record Parts(
            Ring ring,
            ControlEntries changes,
            SessionLimits limits,
            TokenVerifier verifier,
            GuildAccess access,
            GatewayMetrics metrics,
            Clocks clocks) {}

    /** About one lane per core. */
    public LaneGroup(Parts parts) {
        this(
                parts,
                Runtime.getRuntime().availableProcessors(),
                TokenAuthenticator.executor(),
                new LaneFactory(),
                LaneThread.TICK);
    }

    LaneGroup(Parts parts, int count, Executor verification) {
        this(parts, count, verification, new LaneFactory(), LaneThread.TICK);
    }

    /** @param tick how long a lane sleeps at most, ns */
    LaneGroup(Parts parts, int count, Executor verification, LaneFactory factory, long tick) {
        shared = new LaneShared(
                parts.ring(),
                parts.changes(),
                parts.limits(),
                new TokenAuthenticator(
                        parts.verifier(),
                        parts.access(),
                        factory.longestTokenLife(parts.limits()),
                        parts.clocks().wall(),
                        parts.clocks().awake(),
                        verification),
                parts.metrics(),
                parts.clocks(),
                new LaneShared.Totals(parts.limits().waitingBytes()));
        rates = new RateLimits(parts.limits().rates(), parts.clocks().running());
        lanes = new Lane[count];
        shared.changes().split(count, this::number);
        for (int i = 0; i < count; i++) {
            lanes[i] = new Lane(i, shared, factory, factory.routes(this::of), tick);
        }
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
        Lane lane = lanes[Math.floorMod(arrivals.getAndIncrement(), lanes.length)];
        Session session = new Session(connection, lane, shared.totals().waiting(), rates, lane.now());
        // From here on nothing fails: whoever is counted comes to the lane, and leaves it.
        shared.totals().open().incrementAndGet();
        session.post();
        shared.metrics().count("connections.opened", 1);
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
        return shared.authenticator().liveness();
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
        return shared.totals().guilds().size();
    }

    /** Open connections, identified or not. */
    public int open() {
        return shared.totals().open().get();
    }

    /** Bytes that wait in all connections, as of a second ago. */
    public long waitingBytes() {
        return shared.totals().waiting().waiting();
    }

    /** Whether that is more than may: newcomers would only make it worse. */
    public boolean crowded() {
        return shared.totals().waiting().exceeded();
    }

    /** Asks connections that weren't asked yet to leave, and to be gone within a time. */
    public void askToLeave(int atMost, Duration within) {
        long leaveAt = shared.clocks().awake().getAsLong() + within.toNanos();
        AtomicInteger permits = new AtomicInteger(atMost);
        for (Lane lane : lanes) {
            lane.askToLeave(permits, leaveAt);
        }
    }

    public void closeAll(CloseReason reason) {
        for (Lane lane : lanes) {
            lane.closeAll(reason);
        }
    }

    /** Stops the lanes' threads; sessions stay as they are. */
    @Override
    public void close() {
        shared.authenticator().close();
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
}
