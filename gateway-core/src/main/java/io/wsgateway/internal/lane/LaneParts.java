package io.wsgateway.internal.lane;

import io.wsgateway.internal.access.MembershipRecord;
import io.wsgateway.internal.delivery.CatchUp;
import io.wsgateway.internal.delivery.LiveDelivery;
import io.wsgateway.internal.delivery.LossNotice;
import io.wsgateway.internal.delivery.ResumeHandler;
import io.wsgateway.internal.delivery.ResumePoints;
import io.wsgateway.internal.session.Admission;
import io.wsgateway.internal.session.Connections;
import io.wsgateway.internal.session.FlushList;
import io.wsgateway.internal.session.LaneFaults;
import io.wsgateway.internal.session.LanePosition;
import io.wsgateway.internal.session.MembershipEnforcer;
import io.wsgateway.internal.session.ReceiverIndex;
import io.wsgateway.internal.session.RightsBarrier;
import io.wsgateway.internal.session.Session;
import io.wsgateway.internal.session.SessionCloser;
import io.wsgateway.internal.session.SessionRegistry;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Makes what a lane is made of, from the rooms below it, and hands each what it needs. Not kept. */
final class LaneParts {
    final Consumer<String> count;
    final LanePosition position;
    final LaneFaults faults;
    final Connections connections = new Connections();
    final MembershipRecord record;
    final ReceiverIndex index;
    final SessionRegistry registry;
    final SessionCloser closer;
    final FlushList flushList;
    final Admission admission;
    final MembershipEnforcer enforcer;
    final RightsBarrier rights;
    final LiveDelivery delivery;
    final CatchUp catchUp;
    final ResumeHandler resumes;
    final TimeoutSweep timeouts;
    private final LaneShared shared;
    private final RateGuard rates;

    LaneParts(int number, String name, LaneShared shared, LaneFactory factory, Predicate<String> ours) {
        this.shared = shared;
        LongSupplier now = shared.clocks().awake();
        count = factory.count(what -> shared.metrics().count(what, 1));
        position = factory.position(shared);
        faults = new LaneFaults(name, now, count);
        record = factory.record(ours);
        index = new ReceiverIndex(shared.totals().guilds());
        registry = factory.registry(index, record, position, shared);
        closer = factory.closer(connections, registry, faults, now, count);
        flushList = factory.flushList(position, closer, count);
        admission = new Admission(
                registry,
                record,
                closer,
                shared.limits(),
                position,
                () -> shared.ring().held(shared.clocks().wall().instant()));
        enforcer = new MembershipEnforcer(number, record, index, registry, closer, shared.changes());
        rights = factory.rights(enforcer, closer, now);
        LossNotice loss = new LossNotice(position, connections, index, flushList, closer, faults, count);
        delivery = new LiveDelivery(shared.ring(), position, index, rights, flushList, closer, loss, faults);
        catchUp = factory.catchUp(shared, position, registry, enforcer, flushList, closer, faults, count);
        ResumePoints points = factory.points(shared.ring(), position);
        resumes = new ResumeHandler(points, admission, catchUp, flushList, closer, count);
        rates = new RateGuard(shared.limits().rates(), shared.clocks().running(), flushList, closer, count);
        timeouts = new TimeoutSweep(
                connections,
                shared.limits().deadlines(),
                flushList,
                closer,
                catchUp,
                shared.totals().waiting().share(),
                new ExpiryCheck(shared.clocks().wall(), flushList, closer),
                now.getAsLong());
    }

    /** @param passOn passes a session on to its user's lane, unless that is this one; returns whether it did */
    CommandHandler commands(BiPredicate<Session, String> passOn) {
        IdentifyHandler identifying = new IdentifyHandler(
                rates, shared.authenticator(), passOn, admission, resumes, flushList, closer, count);
        return new CommandHandler(identifying, rates, registry, position, shared.limits(), flushList, faults);
    }
}
