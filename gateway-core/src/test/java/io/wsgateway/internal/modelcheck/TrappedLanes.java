package io.wsgateway.internal.modelcheck;

import io.wsgateway.internal.access.Identity;
import io.wsgateway.internal.access.MembershipRecord;
import io.wsgateway.internal.access.TokenLog;
import io.wsgateway.internal.delivery.CatchUp;
import io.wsgateway.internal.delivery.ResumePoints;
import io.wsgateway.internal.lane.LaneFactory;
import io.wsgateway.internal.lane.LaneShared;
import io.wsgateway.internal.ring.RevokedTokens;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.CatchUpReader;
import io.wsgateway.internal.session.Connections;
import io.wsgateway.internal.session.Departures;
import io.wsgateway.internal.session.Dismissals;
import io.wsgateway.internal.session.FlushList;
import io.wsgateway.internal.session.LaneFaults;
import io.wsgateway.internal.session.LanePosition;
import io.wsgateway.internal.session.MembershipEnforcer;
import io.wsgateway.internal.session.ReceiverIndex;
import io.wsgateway.internal.session.RightsBarrier;
import io.wsgateway.internal.session.Session;
import io.wsgateway.internal.session.SessionCloser;
import io.wsgateway.internal.session.SessionRegistry;
import io.wsgateway.internal.session.TokenGate;
import io.wsgateway.internal.session.User;
import io.wsgateway.internal.wire.ServerMessage;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Place;
import io.wsgateway.model.Revocation;
import io.wsgateway.protocol.Frame;
import io.wsgateway.spi.Connection.Offer;
import java.time.Instant;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Parts of lanes that pass a {@link Trap} wherever they are called. */
final class TrappedLanes extends LaneFactory {
    private final Trap trap;

    TrappedLanes(Trap trap) {
        this.trap = trap;
    }

    @Override
    protected <T> Function<String, T> routes(Function<String, T> lanes) {
        return user -> {
            trap.step("lanes.of");
            return lanes.apply(user);
        };
    }

    @Override
    protected Consumer<String> count(Consumer<String> count) {
        return what -> {
            trap.step("count");
            count.accept(what);
        };
    }

    @Override
    protected LanePosition position(LaneShared shared) {
        return new LanePosition() {
            @Override
            public Place at() {
                trap.step("position.at");
                return super.at();
            }

            @Override
            public long seq() {
                trap.step("position.seq");
                return super.seq();
            }
        };
    }

    @Override
    protected MembershipRecord record(Predicate<String> ours) {
        return new MembershipRecord(ours) {
            @Override
            public boolean permits(Identity identity, String guildId) {
                trap.step("record.permits");
                return super.permits(identity, guildId);
            }

            @Override
            public SortedSet<String> guilds(Identity identity) {
                trap.step("record.guilds");
                return super.guilds(identity);
            }

            @Override
            public Identity withChanges(Identity identity) {
                trap.step("record.withChanges");
                return super.withChanges(identity);
            }

            @Override
            public long replayableFrom(
                    Identity identity, String guildId, String epoch, long cursor, ToLongFunction<Instant> firstSince) {
                trap.step("record.replayableFrom");
                return super.replayableFrom(identity, guildId, epoch, cursor, firstSince);
            }
        };
    }

    @Override
    protected SessionRegistry registry(
            ReceiverIndex index, MembershipRecord record, LanePosition position, LaneShared shared) {
        return new SessionRegistry(index, record, position, shared.limits()) {
            @Override
            public void add(Session session, String userId) {
                trap.step("registry.add");
                super.add(session, userId);
                trap.step("registry.add, added");
            }

            @Override
            public void remove(Session session) {
                trap.step("registry.remove");
                super.remove(session);
            }

            @Override
            protected void evenAll(User user) {
                trap.step("registry.evenAll");
                super.evenAll(user);
            }

            @Override
            public @Nullable User user(String id) {
                trap.step("registry.user");
                return super.user(id);
            }

            @Override
            public boolean hasMost(Session session) {
                trap.step("registry.hasMost");
                return super.hasMost(session);
            }

            @Override
            public void catchUp(Session session) {
                trap.step("registry.catchUp");
                super.catchUp(session);
            }

            @Override
            public void reconsider(Session session) {
                trap.step("registry.reconsider");
                super.reconsider(session);
            }

            @Override
            public void subscribe(Session session, String guildId, long since) {
                trap.step("registry.subscribe");
                super.subscribe(session, guildId, since);
                trap.step("registry.subscribe, done");
            }

            @Override
            public void unsubscribe(Session session, String guildId) {
                trap.step("registry.unsubscribe");
                super.unsubscribe(session, guildId);
                trap.step("registry.unsubscribe, done");
            }
        };
    }

    @Override
    protected SessionCloser closer(
            Connections connections,
            SessionRegistry registry,
            LaneFaults faults,
            LongSupplier now,
            Consumer<String> count) {
        return new SessionCloser(connections, registry, faults, now, count) {
            @Override
            public void cutOff(Session session) {
                trap.step("closer.cutOff");
                super.cutOff(session);
            }
        };
    }

    @Override
    protected FlushList flushList(LanePosition position, SessionCloser closer, Consumer<String> count) {
        return new FlushList(position, closer, count) {
            @Override
            public void send(Session session, ServerMessage message) {
                trap.step("flushList.send");
                super.send(session, message);
            }

            @Override
            public boolean release(Session session) {
                trap.step("flushList.release");
                return super.release(session);
            }

            @Override
            public Offer offer(Session session, Frame frame) {
                trap.step("flushList.offer");
                return super.offer(session, frame);
            }

            @Override
            public void touch(Session session) {
                trap.step("flushList.touch");
                super.touch(session);
            }

            @Override
            public void fullAt(Session session, long at, Place place) {
                trap.step("flushList.fullAt");
                super.fullAt(session, at, place);
            }

            @Override
            public void letGo(Session session) {
                trap.step("flushList.letGo");
                super.letGo(session);
            }
        };
    }

    @Override
    protected TokenGate gate(RevokedTokens revoked, TokenLog log, SessionCloser closer, Consumer<String> count) {
        return new TokenGate(revoked, log, closer, count) {
            @Override
            public boolean admits(Session session, Identity identity) {
                trap.step("gate.admits");
                return super.admits(session, identity);
            }

            @Override
            public boolean isRevoked(Identity identity) {
                trap.step("gate.isRevoked");
                return super.isRevoked(identity);
            }
        };
    }

    @Override
    protected Dismissals dismissals(
            ReceiverIndex index, Connections connections, TokenGate gate, Departures departures, SessionCloser closer) {
        return new Dismissals(index, connections, gate, departures, closer) {
            @Override
            public void carryOut(Kick kick) {
                trap.step("dismissals.kick");
                super.carryOut(kick);
                trap.step("dismissals.kick, done");
            }

            @Override
            public void carryOut(Revocation revocation) {
                trap.step("dismissals.revocation");
                super.carryOut(revocation);
                trap.step("dismissals.revocation, done");
            }
        };
    }

    @Override
    protected RightsBarrier rights(MembershipEnforcer enforcer, SessionCloser closer, LongSupplier now) {
        return new RightsBarrier(enforcer, closer, now) {
            @Override
            public void applyUpTo(long position) {
                trap.step("rights.applyUpTo");
                super.applyUpTo(position);
                trap.step("rights.applyUpTo, applied");
            }
        };
    }

    @Override
    protected CatchUp catchUp(
            LaneShared shared,
            LanePosition position,
            SessionRegistry registry,
            MembershipEnforcer enforcer,
            FlushList flushList,
            SessionCloser closer,
            LaneFaults faults,
            Consumer<String> count) {
        return new CatchUp(shared.ring(), position, registry, enforcer, flushList, closer, faults, count) {
            @Override
            public void begin(Session session, CatchUpReader reader) {
                trap.step("catchUp.begin");
                super.begin(session, reader);
                trap.step("catchUp.begin, begun");
            }

            @Override
            public void writable(Session session) {
                trap.step("catchUp.writable");
                super.writable(session);
            }
        };
    }

    @Override
    protected ResumePoints points(Ring ring, LanePosition position) {
        return new ResumePoints(ring, position) {
            @Override
            public Start start(@Nullable Place cursor) {
                trap.step("points.start");
                return super.start(cursor);
            }
        };
    }
}
