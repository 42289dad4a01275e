package io.wsgateway.internal.modelcheck;

import io.wsgateway.internal.lane.FakeTokens;
import io.wsgateway.internal.lane.LaneFactory;
import io.wsgateway.internal.lane.LaneGroup;
import io.wsgateway.internal.lane.LanesByHand;
import io.wsgateway.internal.modelcheck.ReferenceLog.Line;
import io.wsgateway.internal.ring.ControlEntries;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.ring.RingFollower;
import io.wsgateway.internal.support.Clocks;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Place;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.EntryBatch;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.SteadyTime;
import io.wsgateway.spi.Transport;
import io.wsgateway.testkit.InMemoryClient;
import io.wsgateway.testkit.InMemoryTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** A whole instance that follows a {@link ReferenceLog} as far as the test lets it. */
final class Instance {

    /** How its parts are made; a test that plants a fault makes some of them differently. */
    static class Parts {
        LaneFactory lanes() {
            return new LaneFactory();
        }

        boolean turn(BooleanSupplier turn) {
            return turn.getAsBoolean();
        }

        Ring ring(long windowMillis, long bytes) {
            return new Ring(windowMillis, bytes);
        }

        Connection connection(Connection connection) {
            return connection;
        }

        RingFollower ringFollower(Ring ring, ControlEntries changes, RingFollower.Waker waker) {
            return new RingFollower(ring, changes, waker, GatewayMetrics.NONE);
        }
    }

    /** What it is like. */
    record Shape(int lanes, GuildAccess access, long windowMillis, long ringBytes, long queueBytes) {}

    final SharedModelState crowd;
    final LaneGroup lanes;
    final Ring ring;
    final int laneCount;
    private final Parts parts;
    private final ReferenceLog log;
    private final RingFollower follower;
    private final InMemoryTransport transport = new InMemoryTransport();
    private final long queueBytes;
    private int followed;
    private String epoch = "";
    private ConnectionChecker opening;

    Instance(
            ReferenceLog log,
            SharedModelState crowd,
            Shape shape,
            Parts parts,
            Executor verification,
            InstantSource clock,
            LongSupplier ticker) {
        this.parts = parts;
        this.log = log;
        this.crowd = crowd;
        laneCount = shape.lanes();
        queueBytes = shape.queueBytes();
        ring = parts.ring(shape.windowMillis(), shape.ringBytes());
        ControlEntries changes = new ControlEntries(new SteadyTime(ticker));
        lanes = LanesByHand.group(
                new LaneGroup.Parts(
                        ring,
                        changes,
                        crowd.limits,
                        new FakeTokens(clock),
                        shape.access(),
                        GatewayMetrics.NONE,
                        new Clocks(clock, ticker, ticker)),
                laneCount,
                verification,
                parts.lanes());
        follower = parts.ringFollower(ring, changes, lanes);
        transport.start(new Door());
    }

    // ---- the follower's thread ----

    /** Begins after everything that there is. */
    void begin() {
        crowd.began(log.size());
        skipTo(log.size());
    }

    /** Goes on after this entry: what lies between is lost to this instance. */
    void skipTo(int n) {
        Place place = log.place(n);
        epoch = place.epoch();
        followed = n;
        follower.onGap(place);
        follower.onKept(log.kept(n));
        follower.onCaughtUp();
    }

    /** Takes some batches in; answers whether there was one. In front of another epoch the rest of the old one is lost. */
    boolean follow(int batches) {
        if (!log.epoch().begin().epoch().equals(epoch)) {
            crowd.lossy();
            skipTo(log.epoch().before());
        }
        boolean any = false;
        for (int i = 0; i < batches && followed < log.size(); i++) {
            any = true;
            List<Entry> batch = new ArrayList<>();
            Line first = log.line(followed + 1);
            Line last = first;
            for (int n = first.n();
                    n <= log.size()
                            && log.line(n).place().tag() == first.place().tag();
                    n++) {
                last = log.line(n);
                batch.add(last.entry());
            }
            followed = last.n();
            follower.onBatch(last.place(), last.when(), last.when(), EntryBatch.of(batch));
        }
        return any;
    }

    int followed() {
        return followed;
    }

    // ---- lanes by hand ----

    void turn(int lane) {
        parts.turn(() -> LanesByHand.turn(lanes, lane));
    }

    /** Lets every lane take turns until none has anything left to do. */
    void settle() {
        for (int idle = 0; idle < 2; ) {
            boolean worked = false;
            for (int i = 0; i < laneCount; i++) {
                int lane = i;
                worked |= parts.turn(() -> LanesByHand.turn(lanes, lane));
            }
            idle = worked ? 0 : idle + 1;
        }
    }

    // ---- clients ----

    /** A new client, all of whose frames the witness sees. One at a time. */
    synchronized InMemoryClient connect(ConnectionChecker witness) {
        try {
            opening = witness;
            return transport.connect();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Door implements Transport.Acceptor {
        @Override
        public Transport.Limits limits() {
            return new Transport.Limits(16 << 10, queueBytes, Duration.ofSeconds(10), Duration.ofSeconds(2));
        }

        @Override
        public Optional<Transport.Refusal> refuse(Handshake handshake) {
            return Optional.empty();
        }

        @Override
        public Transport.Receiver open(Connection connection) {
            return lanes.open(
                    parts.connection(new WatchedConnection(connection, opening, user -> LanesByHand.at(lanes, user))));
        }
    }
}
