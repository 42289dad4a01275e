package io.wsgateway.internal.lane;

import io.wsgateway.internal.access.MembershipRecord;
import io.wsgateway.internal.access.TokenLog;
import io.wsgateway.internal.delivery.CatchUp;
import io.wsgateway.internal.delivery.ResumePoints;
import io.wsgateway.internal.ring.RevokedTokens;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.Connections;
import io.wsgateway.internal.session.Departures;
import io.wsgateway.internal.session.Dismissals;
import io.wsgateway.internal.session.FlushList;
import io.wsgateway.internal.session.LaneFaults;
import io.wsgateway.internal.session.LanePosition;
import io.wsgateway.internal.session.MembershipEnforcer;
import io.wsgateway.internal.session.ReceiverIndex;
import io.wsgateway.internal.session.RightsBarrier;
import io.wsgateway.internal.session.SessionCloser;
import io.wsgateway.internal.session.SessionLimits;
import io.wsgateway.internal.session.SessionRegistry;
import io.wsgateway.internal.session.TokenGate;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** How some parts of a lane are made: a test that plants a fault makes others. */
public class LaneFactory {
    /** Which lane a user's is. */
    protected <T> Function<String, T> routes(Function<String, T> lanes) {
        return lanes;
    }

    /** Of the tokens that are accepted. */
    protected Duration longestTokenLife(SessionLimits limits) {
        return limits.longestTokenLife();
    }

    protected Consumer<String> count(Consumer<String> count) {
        return count;
    }

    protected LanePosition position(LaneShared shared) {
        return new LanePosition();
    }

    protected MembershipRecord record(Predicate<String> ours) {
        return new MembershipRecord(ours);
    }

    protected SessionRegistry registry(
            ReceiverIndex index, MembershipRecord record, LanePosition position, LaneShared shared) {
        return new SessionRegistry(index, record, position, shared.limits());
    }

    protected SessionCloser closer(
            Connections connections,
            SessionRegistry registry,
            LaneFaults faults,
            LongSupplier now,
            Consumer<String> count) {
        return new SessionCloser(connections, registry, faults, now, count);
    }

    protected FlushList flushList(LanePosition position, SessionCloser closer, Consumer<String> count) {
        return new FlushList(position, closer, count);
    }

    protected TokenGate gate(RevokedTokens revoked, TokenLog log, SessionCloser closer, Consumer<String> count) {
        return new TokenGate(revoked, log, closer, count);
    }

    protected Dismissals dismissals(
            ReceiverIndex index, Connections connections, TokenGate gate, Departures departures, SessionCloser closer) {
        return new Dismissals(index, connections, gate, departures, closer);
    }

    protected RightsBarrier rights(MembershipEnforcer enforcer, SessionCloser closer, LongSupplier now) {
        return new RightsBarrier(enforcer, closer, now);
    }

    protected CatchUp catchUp(
            LaneShared shared,
            LanePosition position,
            SessionRegistry registry,
            MembershipEnforcer enforcer,
            FlushList flushList,
            SessionCloser closer,
            LaneFaults faults,
            Consumer<String> count) {
        return new CatchUp(shared.ring(), position, registry, enforcer, flushList, closer, faults, count);
    }

    protected ResumePoints points(Ring ring, LanePosition position) {
        return new ResumePoints(ring, position);
    }
}
