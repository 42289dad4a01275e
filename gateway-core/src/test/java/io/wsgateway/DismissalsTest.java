package io.wsgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.wsgateway.internal.lane.FakeTokens;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Revocation;
import io.wsgateway.testkit.InMemoryClient;
import io.wsgateway.testkit.InMemoryLog;
import io.wsgateway.testkit.InMemoryTransport;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kicks and revocations through the facade, of instances that share a log. */
class DismissalsTest {
    private static final Instant ISSUED = Instant.now().minusSeconds(30);

    private final InMemoryLog log = new InMemoryLog(InstantSource.system());
    private final List<Gateway> all = new ArrayList<>();
    private final Instance one = new Instance("one");
    private final Instance two = new Instance("two");

    @AfterEach
    void close() {
        all.forEach(Gateway::close);
    }

    @Test
    void aUserIsKickedOnEveryInstanceAndMayComeAgain() {
        List<InMemoryClient> clients = List.of(one.client("alice", "t1"), two.client("alice", "t2"));
        InMemoryClient bob = two.client("bob", "t3");
        assertThat(one.gateway.kick(Kick.ofUser("alice"))).isCompleted();

        clients.forEach(client -> await().until(() -> client.closed().equals(OptionalInt.of(4300))));
        assertThat(bob.closed()).isEmpty();
        one.client("alice", "t1");
    }

    @Test
    void aSessionIsKickedOnWhateverInstanceItIs() {
        InMemoryClient here = two.client("alice", "t1");
        String ready = here.received().get(0);
        int at = ready.indexOf("\"sessionId\":\"") + 13;
        InMemoryClient other = two.client("alice", "t1");
        assertThat(one.gateway.kick(Kick.ofSession(ready.substring(at, at + 22))))
                .isCompleted();

        await().until(() -> here.closed().equals(OptionalInt.of(4300)));
        assertThat(other.closed()).isEmpty();
    }

    @Test
    void aTokenIsRevokedOnEveryInstanceAlsoOneThatStartsLater() {
        List<InMemoryClient> clients = List.of(one.client("alice", "t1"), two.client("alice", "t1"));
        InMemoryClient other = two.client("alice", "t2");
        assertThat(one.gateway.revoke(Revocation.ofToken("t1"))).isCompleted();
        clients.forEach(client -> await().until(() -> client.closed().equals(OptionalInt.of(4301))));
        assertThat(other.closed()).isEmpty();

        log.forgetWindow();
        for (Instance each : List.of(one, two, new Instance("three"))) {
            InMemoryClient refused = each.connect("alice", "t1");
            await().until(() -> refused.closed().equals(OptionalInt.of(4004)));
            assertThat(refused.received()).isEmpty();
        }
    }

    @Test
    void aUsersTokensAreRevokedThatWereIssuedBefore() {
        InMemoryClient old = two.client("alice", "t1");
        assertThat(one.gateway.revoke(Revocation.ofUser("alice").withIssuedBefore(ISSUED)))
                .isCompleted();
        assertThat(one.gateway.revoke(Revocation.ofUser("alice"))).isCompleted();
        await().until(() -> old.closed().equals(OptionalInt.of(4301)));
    }

    @Test
    void aTimeAheadIsRefusedSinceTheTokenCouldOutliveIt() {
        Revocation ahead =
                Revocation.ofUser("alice").withIssuedBefore(Instant.now().plusSeconds(100));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.gateway.revoke(ahead))
                .withMessageContaining("issuedBefore lies in the future");
        Revocation clocksDiffer =
                Revocation.ofUser("alice").withIssuedBefore(Instant.now().plusSeconds(60));
        assertThat(one.gateway.revoke(clocksDiffer)).isCompleted();
    }

    @Test
    void neitherIsPossibleBeforeTheStartOrAfterTheEnd() {
        Gateway idle = gateway("idle", new InMemoryTransport());
        assertThatIllegalStateException()
                .isThrownBy(() -> idle.kick(Kick.ofUser("alice")))
                .withMessageContaining("call start() before kick");
        assertThatIllegalStateException()
                .isThrownBy(() -> idle.revoke(Revocation.ofUser("alice")))
                .withMessageContaining("call start() before revoke");
        one.gateway.close();
        assertThat(one.gateway.kick(Kick.ofUser("alice"))).isCompletedExceptionally();
        assertThat(one.gateway.revoke(Revocation.ofUser("alice"))).isCompletedExceptionally();
    }

    private Gateway gateway(String node, InMemoryTransport transport) {
        Gateway gateway = Gateway.builder()
                .transport(transport)
                .tokenVerifier(new FakeTokens(InstantSource.system()))
                .clusterBus(log.bus(node))
                .build();
        all.add(gateway);
        return gateway;
    }

    private final class Instance {
        private final InMemoryTransport transport = new InMemoryTransport();
        private final Gateway gateway;

        private Instance(String node) {
            gateway = gateway(node, transport);
            try {
                gateway.start();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private InMemoryClient connect(String user, String tokenId) {
            try {
                InMemoryClient client = transport.connect();
                String token = user + "@" + ISSUED.toEpochMilli() + "#" + tokenId;
                client.send("{\"op\":\"IDENTIFY\",\"data\":{\"token\":\"" + token + "\"},\"id\":1}");
                return client;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private InMemoryClient client(String user, String tokenId) {
            InMemoryClient client = connect(user, tokenId);
            await().until(() -> !client.received().isEmpty());
            assertThat(client.received().get(0)).contains("READY");
            return client;
        }
    }
}
