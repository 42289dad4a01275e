package io.wsgateway.internal.lane;

import io.wsgateway.internal.localbus.LocalClusterBus;
import io.wsgateway.internal.ring.ControlEntries;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.ring.RingFollower;
import io.wsgateway.internal.support.Clocks;
import io.wsgateway.model.Entry;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.Transport;
import io.wsgateway.testkit.InMemoryClient;
import io.wsgateway.testkit.InMemoryTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** An instance whose lanes run on threads of their own, at full speed. */
final class LiveStage implements AutoCloseable {
    final LaneGroup lanes;
    final LocalClusterBus bus;
    private final InMemoryTransport transport = new InMemoryTransport();

    LiveStage() {
        this(LaneGroup::new);
    }

    LiveStage(Function<LaneGroup.Parts, LaneGroup> make) {
        InstantSource clock = InstantSource.system();
        Ring ring = new Ring(120_000, 64 << 20);
        ControlEntries changes = new ControlEntries();
        lanes = make.apply(new LaneGroup.Parts(
                ring,
                changes,
                SomeLimits.rates(Stage.LIMITS, SomeLimits.ANY_RATE),
                new FakeTokens(clock),
                GuildAccess.CLAIM,
                GatewayMetrics.NONE,
                new Clocks(clock, System::nanoTime, System::nanoTime)));
        lanes.start();
        bus = new LocalClusterBus("one", clock);
        bus.start(new RingFollower(ring, changes, lanes, GatewayMetrics.NONE));
        transport.start(new Acceptor());
    }

    void publish(Entry... entries) {
        bus.append(List.of(entries)).toCompletableFuture().join();
    }

    InMemoryClient connect() {
        try {
            return transport.connect();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InMemoryClient identified(String token) {
        InMemoryClient client = connect();
        client.send("{\"op\":\"IDENTIFY\",\"data\":{\"token\":\"" + token + "\"}}");
        return client;
    }

    /** The first frame that fits, as soon as the client has it. */
    static String await(InMemoryClient client, Predicate<String> wanted) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> client.received().stream().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    static String awaitOp(InMemoryClient client, String op) {
        return await(client, frame -> frame.startsWith("{\"op\":\"" + op + "\""));
    }

    /** The number of the entry that a frame's cursor names. */
    static long seqOf(String frame) {
        return Long.parseLong(SessionTest.cursorOf(frame).split("\\.")[1], 36);
    }

    @Override
    public void close() {
        transport.close();
        lanes.close();
        bus.close();
    }

    private final class Acceptor implements Transport.Acceptor {
        @Override
        public Transport.Limits limits() {
            return new Transport.Limits(16 << 10, 256 << 10, Duration.ofSeconds(10), Duration.ofSeconds(2));
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
