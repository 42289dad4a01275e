package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** {@code IDENTIFY} with another token, in time or not. */
class RenewalTest extends Expiring {
    private final Instant start = stage.clock.instant();

    @Test
    void newerTokenExtends() {
        InMemoryClient client = modern("alice", LIFE);
        passAlive(LIFE, client);
        assertThat(names(client)).containsExactly("TOKEN_EXPIRING");
        client.send(Requests.identify(token("alice", LIFE)));
        stage.settle();
        assertThat(names(client)).containsExactly("READY");

        passAlive(LIFE.minus(NOTICE).minusMillis(1), client);
        assertThat(names(client)).isEmpty();
        passAlive(SOON, client);
        assertThat(toldExpiry(client)).isEqualTo("2026-01-01T00:10:00Z");
        passAlive(NOTICE.plus(GRACE).minus(SOON).minusMillis(1), client);
        assertThat(client.closed()).isEmpty();
        passAlive(SOON.plus(SOON), client);
        assertThat(client.closed()).hasValue(4103);
    }

    @Test
    void newerTokenIsTakenUntilTheConnectionIsClosed() {
        InMemoryClient client = original("alice", LIFE);
        passAlive(LIFE.plus(GRACE).minusMillis(1), client);
        client.send(Requests.identify(token("alice", LIFE)));
        stage.settle();
        passAlive(LIFE, client);

        assertThat(client.closed()).isEmpty();
    }

    @Test
    void theLastTokensExpiryHoldsAlsoWhereItIsTheEarlierOne() {
        InMemoryClient client = modern("alice", LIFE);
        client.send(Requests.identify(token("alice", Duration.ofSeconds(70))));
        stage.settle();
        passAlive(Duration.ofSeconds(12), client);
        assertThat(names(client)).containsExactly("READY", "TOKEN_EXPIRING");

        passAlive(Duration.ofSeconds(90), client);
        assertThat(client.closed()).hasValue(4103);
    }

    @Test
    void theSameTokenAgainExtendsNothingAndIsNotToldAgain() {
        InMemoryClient client = modern("alice@" + start.toEpochMilli(), LIFE);
        passAlive(LIFE.minusSeconds(30), client);
        client.send(Requests.identify("alice@" + start.toEpochMilli() + "~" + LIFE.toMillis()));
        stage.settle();
        passAlive(SOON);
        assertThat(names(client)).containsExactly("TOKEN_EXPIRING", "READY");

        passAlive(Duration.ofSeconds(61), client);
        assertThat(client.closed()).hasValue(4103);
    }

    @Test
    void tokenThatCanNotBeCheckedOrIsAnotherUsersExtendsNothing() {
        InMemoryClient client = modern("alice", LIFE);
        passAlive(LIFE, client);
        client.send(Requests.identify("down"));
        client.send(Requests.identify(token("bob", LIFE)));
        stage.settle();
        assertThat(names(client)).containsExactly("TOKEN_EXPIRING", "UNAVAILABLE", "BAD_REQUEST");

        passAlive(GRACE.plus(SOON), client);
        assertThat(client.closed()).hasValue(4103);
    }

    @Test
    void oneConnectionsNewTokenExtendsNoOther() {
        InMemoryClient one = modern("alice", LIFE);
        InMemoryClient other = modern("alice", LIFE);
        passAlive(LIFE, one, other);
        one.send(Requests.identify(token("alice", LIFE)));
        stage.settle();
        passAlive(GRACE.plus(SOON), one, other);

        assertThat(one.closed()).isEmpty();
        assertThat(other.closed()).hasValue(4103);
    }
}
