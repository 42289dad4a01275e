package io.wsgateway.internal.lane;

import io.wsgateway.internal.access.MembershipRecord;
import io.wsgateway.internal.delivery.CatchUp;
import io.wsgateway.internal.delivery.LiveDelivery;
import io.wsgateway.internal.delivery.LossNotice;
import io.wsgateway.internal.delivery.ResumeHandler;
import io.wsgateway.internal.delivery.ResumePoints;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.Admission;
import io.wsgateway.internal.session.Connections;
import io.wsgateway.internal.session.FlushList;
import io.wsgateway.internal.session.LanePosition;
import io.wsgateway.internal.session.MembershipEnforcer;
import io.wsgateway.internal.session.Mishaps;
import io.wsgateway.internal.session.ReceiverIndex;
import io.wsgateway.internal.session.RightsFollower;
import io.wsgateway.internal.session.SessionCloser;
import io.wsgateway.internal.session.SessionRegistry;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** What a lane is made of, from the rooms below it, each handed what it needs. */
public final class LaneParts {
    final Consumer<String> count;
    final LanePosition position;
    final Mishaps mishaps;
    final Connections connections = new Connections();
    final MembershipRecord record;
    final ReceiverIndex index;
    final SessionRegistry registry;
    final SessionCloser closer;
    final FlushList flushList;
    final Admission admission;
    final MembershipEnforcer enforcer;
    final RightsFollower rights;
    final LiveDelivery delivery;
    final CatchUp catchUp;
    final ResumeHandler resumes;

    LaneParts(int number, String name, LaneShared shared, Factory factory, Predicate<String> ours) {
        LongSupplier now = shared.ticker();
        count = factory.count(what -> shared.metrics().count(what, 1));
        position = factory.position(shared);
        mishaps = new Mishaps(name, now, count);
        record = factory.record(ours);
        index = new ReceiverIndex(shared.guildCounter());
        registry = factory.registry(index, record, position, shared);
        closer = new SessionCloser(connections, registry, mishaps, now, count);
        flushList = factory.flushList(position, closer, now, count);
        admission = new Admission(
                registry,
                record,
                closer,
                shared.limits(),
                now,
                () -> shared.ring().held(shared.clock().instant()));
        enforcer = new MembershipEnforcer(number, record, index, registry, closer, shared.changes());
        rights = factory.rights(enforcer, closer, now);
        LossNotice loss = new LossNotice(position, connections, index, flushList, closer, mishaps, count);
        delivery = new LiveDelivery(shared.ring(), position, index, rights, flushList, closer, loss, mishaps);
        catchUp = factory.catchUp(shared, position, registry, enforcer, flushList, closer, mishaps, count);
        resumes = new ResumeHandler(
                shared.ring(),
                position,
                factory.points(shared.ring(), position),
                record,
                registry,
                admission,
                catchUp,
                flushList,
                closer,
                now,
                count);
    }

    /** How some of them are made: a test that plants a fault makes others. */
    public static class Factory {
        /** Which lane a user's is. */
        protected <T> Function<String, T> routes(Function<String, T> lanes) {
            return lanes;
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

        protected FlushList flushList(
                LanePosition position, SessionCloser closer, LongSupplier now, Consumer<String> count) {
            return new FlushList(position, closer, now, count);
        }

        protected RightsFollower rights(MembershipEnforcer enforcer, SessionCloser closer, LongSupplier now) {
            return new RightsFollower(enforcer, closer, now);
        }

        protected CatchUp catchUp(
                LaneShared shared,
                LanePosition position,
                SessionRegistry registry,
                MembershipEnforcer enforcer,
                FlushList flushList,
                SessionCloser closer,
                Mishaps mishaps,
                Consumer<String> count) {
            return new CatchUp(shared.ring(), position, registry, enforcer, flushList, closer, mishaps, count);
        }

        protected ResumePoints points(Ring ring, LanePosition position) {
            return new ResumePoints(ring, position);
        }
    }
}
