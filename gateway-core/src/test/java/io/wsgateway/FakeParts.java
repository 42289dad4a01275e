package io.wsgateway;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import io.wsgateway.internal.localbus.LocalClusterBus;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Principal;
import io.wsgateway.model.Rights;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.EventSource;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.TokenVerifier;
import io.wsgateway.spi.Transport;
import io.wsgateway.testkit.InMemoryClient;
import io.wsgateway.testkit.InMemoryTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Parts of a gateway that write down what is done to them, and break where a test wants that. */
final class FakeParts {
    /** What was done to the parts, in order: {@code transport start}, {@code bus close}. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    final Door transport = new Door();
    final Log bus = new Log();
    final Source source = new Source();
    final Tokens verifier = new Tokens();

    /** Calls after which the part throws. */
    final Set<String> broken = ConcurrentHashMap.newKeySet();

    GatewayBuilder builder() {
        return Gateway.builder()
                .transport(transport)
                .clusterBus(bus)
                .eventSource(source)
                .tokenVerifier(verifier);
    }

    /** A client that has sent its token, and reads. */
    InMemoryClient identified(String token) throws IOException {
        InMemoryClient client = transport.inner.connect();
        client.send("{\"op\":\"IDENTIFY\",\"data\":{\"token\":\"" + token + "\"}}");
        return client;
    }

    private void did(String what) {
        calls.add(what);
        if (broken.contains(what)) {
            throw new IllegalStateException(what + " is broken");
        }
    }

    final class Door implements Transport {
        final InMemoryTransport inner = new InMemoryTransport();
        boolean portInUse;
        Runnable whileStarting = () -> {};

        @Override
        public void start(Acceptor acceptor) throws IOException {
            did("transport start");
            if (portInUse) {
                throw new IOException("can't listen on 127.0.0.1:3005");
            }
            whileStarting.run();
            inner.start(acceptor);
        }

        @Override
        public Optional<InetSocketAddress> address() {
            return Optional.empty();
        }

        @Override
        public void stopAccepting() {
            did("transport stopAccepting");
            inner.stopAccepting();
        }

        @Override
        public Health health() {
            return inner.health();
        }

        @Override
        public void close() {
            inner.close();
            did("transport close");
        }
    }

    /** A log that can keep its follower from having caught up. */
    final class Log implements ClusterBus {
        Optional<Duration> keepsChangesFor = Optional.empty();

        @Override
        public Optional<Duration> keepsChangesFor() {
            return keepsChangesFor;
        }

        final LocalClusterBus inner = new LocalClusterBus("one", InstantSource.system());
        boolean cold;
        Map<String, String> agreed = Map.of();
        private Follower follower;

        @Override
        public void mustAgree(Supplier<Map<String, String>> facts) {
            agreed = facts.get();
        }

        @Override
        public void start(Follower newFollower) {
            did("bus start");
            follower = newFollower;
            if (!cold) {
                warmUp();
            }
        }

        void warmUp() {
            inner.start(follower);
        }

        @Override
        public CompletionStage<Appender> claim(String partition) {
            return inner.claim(partition);
        }

        @Override
        public CompletionStage<Void> append(List<? extends Entry> batch) {
            return inner.append(batch);
        }

        @Override
        public Set<String> instances() {
            return inner.instances();
        }

        @Override
        public void retire() {
            inner.retire();
            did("bus retire");
        }

        @Override
        public Health health() {
            return inner.health();
        }

        @Override
        public void close() {
            inner.close();
            did("bus close");
        }
    }

    final class Source implements EventSource {
        CompletionStage<Void> stopped = completedFuture(null);
        Sink sink;

        @Override
        public void start(Sink newSink) {
            did("source start");
            sink = newSink;
        }

        @Override
        public CompletionStage<Void> stop() {
            did("source stop");
            return stopped;
        }

        @Override
        public void close() {
            did("source close");
        }
    }

    /** Believes {@code user guild guild}; can't tell for {@code down}. */
    final class Tokens implements TokenVerifier {
        Health health = Health.UP;
        Health liveness = Health.UP;

        @Override
        public Health liveness() {
            if (broken.contains("verifier liveness")) {
                throw new OutOfMemoryError("as far as this test goes");
            }
            return liveness;
        }

        @Override
        public Map<String, String> sharedFacts() {
            return Map.of("auth.jwt.secret", "of the test");
        }

        @Override
        public CompletionStage<Verdict> verify(String token) {
            if (token.equals("down")) {
                return failedFuture(new IllegalStateException("key server down"));
            }
            List<String> words = Arrays.asList(token.split(" "));
            Instant now = Instant.now();
            Principal user =
                    Principal.of(words.get(0), Rights.to(words.subList(1, words.size())), now, now.plusSeconds(60));
            return CompletableFuture.completedFuture(new Verdict.Accepted(user));
        }

        @Override
        public Health health() {
            if (broken.contains("verifier health")) {
                throw new IllegalStateException("no idea");
            }
            return health;
        }

        @Override
        public void close() {
            did("verifier close");
        }
    }
}
