package io.wsgateway.internal.lane;

import io.wsgateway.internal.localbus.LocalClusterBus;
import io.wsgateway.internal.ring.ControlEntries;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.ring.RingFollower;
import io.wsgateway.internal.session.SessionLimits;
import io.wsgateway.internal.support.ManualClock;
import io.wsgateway.model.Audience;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Place;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.EntryBatch;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.Kept;
import io.wsgateway.spi.SteadyTime;
import io.wsgateway.spi.TokenVerifier;
import io.wsgateway.spi.Transport;
import io.wsgateway.testkit.Counts;
import io.wsgateway.testkit.InMemoryClient;
import io.wsgateway.testkit.InMemoryTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A whole instance in one thread: log, ring, lanes and clients, driven turn by turn with a clock that the test moves, so
 * that every run repeats exactly.
 */
public final class Stage {
    public static final SessionLimits LIMITS = new SessionLimits(
            new SessionLimits.Deadlines(
                    Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(10)),
            SessionLimits.Rates.messages(300),
            200,
            20,
            true,
            64 << 20,
            Duration.ofHours(24).plusSeconds(90));
    static final long QUEUE = 4096;

    public final ManualClock clock = new ManualClock();
    final Counts counts = new Counts();
    final Ring ring;
    final ControlEntries changes = new ControlEntries(new SteadyTime(clock));
    public final LaneGroup lanes;
    final LocalClusterBus bus;
    final RingFollower ringFollower;
    final InMemoryTransport transport = new InMemoryTransport();
    private final int count;

    public Stage() {
        this(2, LIMITS, new Ring(120_000, 1 << 20), GuildAccess.CLAIM);
    }

    Stage(int count, SessionLimits sessionLimits, Ring ring, GuildAccess access) {
        this(count, sessionLimits, ring, access, parts -> new LaneGroup(parts, count, Runnable::run));
    }

    /** An instance whose tokens are checked by something else. */
    Stage(Function<InstantSource, TokenVerifier> verifier) {
        this(LIMITS, verifier);
    }

    Stage(SessionLimits sessionLimits, Function<InstantSource, TokenVerifier> verifier) {
        this(
                2,
                sessionLimits,
                new Ring(120_000, 1 << 20),
                GuildAccess.CLAIM,
                parts -> new LaneGroup(
                        new LaneGroup.Parts(
                                parts.ring(),
                                parts.changes(),
                                parts.limits(),
                                verifier.apply(parts.clocks().wall()),
                                parts.access(),
                                parts.metrics(),
                                parts.clocks()),
                        2,
                        Runnable::run));
    }

    Stage(
            int count,
            SessionLimits sessionLimits,
            Ring ring,
            GuildAccess access,
            Function<LaneGroup.Parts, LaneGroup> make) {
        this.count = count;
        this.ring = ring;
        lanes = make.apply(new LaneGroup.Parts(
                ring, changes, sessionLimits, new FakeTokens(clock), access, counts, clock.clocks()));
        ringFollower = new RingFollower(ring, changes, lanes, counts);
        bus = new LocalClusterBus("one", clock);
        bus.start(ringFollower);
        transport.start(new Acceptor());
        settle();
    }

    /** Lets every lane take turns until none has anything left to do. */
    public void settle() {
        // Twice idle: what the last look at deadlines posted is done in the turn after.
        for (int idle = 0; idle < 2; ) {
            boolean worked = false;
            for (int i = 0; i < count; i++) {
                worked |= lanes.lane(i).turn();
            }
            idle = worked ? 0 : idle + 1;
        }
    }

    void turn(int lane) {
        lanes.lane(lane).turn();
    }

    /** Lets every lane take so many turns. */
    void turns(int n) {
        for (int i = 0; i < n; i++) {
            for (int lane = 0; lane < count; lane++) {
                turn(lane);
            }
        }
    }

    /**
     * Minutes pass in which the log moves on: what its ring held before has left it, and what is too old is forgotten.
     *
     * @param clients stay connected
     */
    void moveOn(InMemoryClient... clients) {
        for (int i = 0; i < 2; i++) {
            publishMany("nobody's", 0, 2 * 256);
            for (int n = 0; n < 4; n++) {
                turns(600);
                clock.advance(Duration.ofSeconds(31));
                for (InMemoryClient client : clients) {
                    client.send(Requests.HEARTBEAT);
                }
                settle();
            }
        }
    }

    /** Time passes, and everybody notices. */
    public void pass(Duration time) {
        clock.advance(time);
        settle();
    }

    public InMemoryClient connect() {
        try {
            return transport.connect();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client that has sent its token, and had its answer. */
    public InMemoryClient identified(String token) {
        InMemoryClient client = connect();
        client.send("{\"op\":\"IDENTIFY\",\"data\":{\"token\":\"" + token + "\"}}");
        settle();
        return client;
    }

    /** The same, subscribed and with nothing left to read. */
    public InMemoryClient subscribed(String token, String... guilds) {
        InMemoryClient client = identified(token);
        for (String guild : guilds) {
            client.send(subscribe(guild));
        }
        settle();
        client.drain();
        return client;
    }

    /** How far a client has read; with nothing left to read. */
    String cursor(InMemoryClient client) {
        client.drain();
        client.send(Requests.heartbeat("?"));
        settle();
        return Reply.only(client).cursor();
    }

    /** Events of a guild, numbered from {@code from} to {@code to - 1}, each in a batch and a turn of its own. */
    void publishMany(String guild, int from, int to) {
        for (int n = from; n < to; n++) {
            publish(event(guild, n));
            settle();
        }
    }

    static String subscribe(String guild) {
        return "{\"op\":\"GUILD_SUBSCRIBE\",\"data\":{\"guildId\":\"" + guild + "\"},\"id\":1}";
    }

    static String resume(String token, String cursor, String... guilds) {
        String list = guilds.length == 0 ? "" : "\"" + String.join("\",\"", guilds) + "\"";
        return "{\"op\":\"RESUME\",\"data\":{\"token\":\"" + token + "\",\"cursor\":\"" + cursor + "\",\"guilds\":["
                + list + "]}}";
    }

    public void publish(Entry... entries) {
        bus.append(List.of(entries)).toCompletableFuture().join();
    }

    /** The same by a log whose clock says another time; changes count from whatever is later. */
    void publishAt(Instant when, Entry... entries) {
        Place at = lanes.lane(0).position.at();
        Place last = new Place(at.epoch(), at.seq() + entries.length, 7);
        ringFollower.onBatch(
                last, when, clock.instant().isAfter(when) ? clock.instant() : when, EntryBatch.of(List.of(entries)));
    }

    /** The log has lost what lay in front of a place; these changes hold behind it. */
    void gap(Place resumedAt, Kept... kept) {
        ringFollower.onGap(resumedAt);
        ringFollower.onKept(List.of(kept));
        settle();
    }

    public static Event event(String guild, int n) {
        return Event.toGuild(guild, "message.create", Payload.of("{\"n\":" + n + "}"));
    }

    static Event toGuilds(int n, String... guilds) {
        return new Event(
                null,
                "presence.update",
                new Audience.Guilds(Set.of(guilds), Set.of()),
                Payload.of("{\"n\":" + n + "}"),
                false,
                null,
                null);
    }

    public static Event joined(String user, String guild) {
        return member(true, user, guild);
    }

    public static Event left(String user, String guild) {
        return member(false, user, guild);
    }

    public static Event gone(String guild) {
        Payload data = Payload.of("{\"guildId\":\"" + guild + "\"}");
        return Event.toGuild(guild, "guild.delete", data).withMembership(new Membership(false, guild));
    }

    private static Event member(boolean joined, String user, String guild) {
        Payload data = Payload.of("{\"guild\":{\"_id\":\"" + guild + "\"}}");
        return Event.toUsers(Set.of(user), joined ? "guild.create" : "guild.delete", data)
                .withMembership(new Membership(joined, guild));
    }

    private final class Acceptor implements Transport.Acceptor {
        @Override
        public Transport.Limits limits() {
            return new Transport.Limits(16 << 10, QUEUE, Duration.ofSeconds(10), Duration.ofSeconds(2));
        }

        @Override
        public Optional<Transport.Refusal> refuse(Handshake handshake) {
            return Optional.empty();
        }

        @Override
        public Transport.Receiver open(Connection connection) {
            return lanes.open(connection);
        }
    }
}
