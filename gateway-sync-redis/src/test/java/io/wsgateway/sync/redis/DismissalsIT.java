package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.Gateway;
import io.wsgateway.GatewayState;
import io.wsgateway.internal.lane.FakeTokens;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Revocation;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.InMemoryClient;
import io.wsgateway.testkit.InMemoryTransport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole gateways on one Redis: kicks and revocations reach each of them. */
class DismissalsIT extends RedisFaults {
    /** Within a second, by the contract. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final Instant ISSUED = Instant.now().minusSeconds(30);

    private final RedisServer server = closedLater(RedisServer.running());
    private Node one;
    private Node two;

    @BeforeEach
    void startTwo() {
        one = new Node("one");
        two = new Node("two");
    }

    @Test
    void aKickReachesTheUsersConnectionsOnBothAndNobodyElse() {
        List<InMemoryClient> clients = List.of(one.client("alice", "t1"), two.client("alice", "t2"));
        InMemoryClient bob = two.client("bob", "t3");
        done(one.gateway.kick(Kick.ofUser("alice")));
        clients.forEach(client -> awaitClosed(client, 4300));
        assertThat(bob.closed()).isEmpty();
        two.client("alice", "t1");
    }

    @Test
    void aSessionIsKickedOnTheOtherInstance() {
        InMemoryClient client = two.client("alice", "t1");
        String ready = client.received().get(0);
        int at = ready.indexOf("\"sessionId\":\"") + 13;
        done(one.gateway.kick(Kick.ofSession(ready.substring(at, at + 22)).withMode(Kick.Mode.RECONNECT)));
        await().atMost(SOON).until(() -> client.received().size() == 2);
        assertThat(client.received().get(1)).contains("RECONNECT");
    }

    @Test
    void aRevocationHoldsOnBothAndOnOneThatStartsLater() {
        List<InMemoryClient> clients =
                List.of(one.client("alice", "t1"), two.client("alice", "t1"), two.client("cid", "t4"));
        InMemoryClient other = two.client("alice", "t2");
        done(one.gateway.revoke(Revocation.ofToken("t1")));
        done(two.gateway.revoke(Revocation.ofUser("cid")));
        clients.forEach(client -> awaitClosed(client, 4301));
        assertThat(other.closed()).isEmpty();

        // Its window is over: only what is kept is left of it.
        server.run("XTRIM", "gw:log", "MAXLEN", "0");
        server.run("XTRIM", "gw:index", "MAXLEN", "0");
        Node three = new Node("three");
        for (Node each : List.of(one, two, three)) {
            InMemoryClient token = each.connect("alice", "t1", ISSUED);
            InMemoryClient user = each.connect("cid", "t5", ISSUED);
            awaitClosed(token, 4004);
            awaitClosed(user, 4004);
            InMemoryClient fresh = each.connect("cid", "t6", Instant.now());
            await().until(() -> !fresh.received().isEmpty());
            assertThat(fresh.received().get(0)).contains("READY");
        }
    }

    private static void awaitClosed(InMemoryClient client, int code) {
        await().atMost(SOON).untilAsserted(() -> assertThat(client.closed()).isEqualTo(OptionalInt.of(code)));
    }

    private final class Node {
        private final InMemoryTransport transport = new InMemoryTransport();
        private final Gateway gateway;

        private Node(String node) {
            gateway = closedLater(Gateway.builder()
                    .transport(transport)
                    .tokenVerifier(new FakeTokens(InstantSource.system()))
                    .clusterBus(new RedisClusterBus(config(server.uri(), node)))
                    .build());
            try {
                gateway.start();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            await().until(() -> gateway.state() == GatewayState.READY);
        }

        private InMemoryClient connect(String user, String tokenId, Instant issued) {
            try {
                InMemoryClient client = transport.connect();
                String token = user + "@" + issued.toEpochMilli() + "#" + tokenId;
                client.send("{\"op\":\"IDENTIFY\",\"data\":{\"token\":\"" + token + "\"},\"id\":1}");
                return client;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private InMemoryClient client(String user, String tokenId) {
            InMemoryClient client = connect(user, tokenId, ISSUED);
            await().until(() -> !client.received().isEmpty());
            assertThat(client.received().get(0)).contains("READY");
            return client;
        }
    }
}
