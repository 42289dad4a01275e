package io.wsgateway.internal.lane;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Ring;
import io.wsgateway.model.Rights;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which counts, the token's claim or the change that the log carried. */
class TokenAgeTest {
    private final Stage stage = new Stage();
    private final Instant change = stage.clock.instant();

    @Test
    void oldTokenBringsNoRemovedMemberBackAsLongAsItCanLive() {
        stage.publish(Stage.left("alice", "red"));
        stage.settle();
        stage.pass(Duration.ofHours(24));

        assertThat(guildsOf("alice red", Duration.ofSeconds(-10))).isEmpty();
        InMemoryClient client = stage.subscribed(issued("alice red", Duration.ofSeconds(-10)));
        client.send(Requests.subscribe("red", "1"));
        stage.settle();
        assertThat(Reply.only(client).code()).isEqualTo("FORBIDDEN");
    }

    @Test
    void removalOutlivesItsRecordOnAConnectionThatStays() {
        Stage here = new Stage(
                2,
                Stage.LIMITS,
                new Ring(120_000, 1 << 20),
                GuildAccess.CLAIM,
                parts -> new LaneGroup(parts, 2, Runnable::run, new LongTokens(), LaneThread.TICK));
        String life = "~" + Duration.ofDays(7).toMillis();
        InMemoryClient removed = here.subscribed("alice red blue" + life, "red", "blue");
        InMemoryClient joined = here.subscribed("bob" + life);
        InMemoryClient orphan = here.subscribed("carol green" + life, "green");
        here.publish(Stage.left("alice", "red"), Stage.joined("bob", "red"), Stage.gone("green"));
        here.settle();
        for (int minute = 0; minute < 25 * 60; minute++) {
            List.of(removed, joined, orphan).forEach(client -> client.send(Requests.HEARTBEAT));
            here.pass(Duration.ofMinutes(1));
        }
        here.moveOn(removed, joined, orphan);
        assertThat(here.lanes.lane(0).expiry.record.oldChanges()
                        + here.lanes.lane(1).expiry.record.oldChanges())
                .isZero();
        List.of(removed, joined, orphan).forEach(InMemoryClient::drain);

        removed.send(Requests.subscribe("red", "1"));
        joined.send(Requests.subscribe("red", "1"));
        orphan.send(Requests.subscribe("green", "1"));
        here.settle();
        here.publish(Stage.event("red", 1), Stage.event("green", 2), Stage.event("blue", 3));
        here.settle();

        assertThat(Reply.drain(removed)).extracting(Reply::code).containsExactly("FORBIDDEN", "message.create");
        assertThat(Reply.drain(joined)).extracting(Reply::code).containsExactly("GUILD_SUBSCRIBED", "message.create");
        assertThat(Reply.drain(orphan)).extracting(Reply::code).containsExactly("FORBIDDEN");
    }

    @Test
    void tokenIssuedLessThanNinetySecondsAfterTheChangeLosesToIt() {
        stage.publish(Stage.left("alice", "red"), Stage.joined("alice", "blue"));
        stage.settle();

        assertThat(guildsOf("alice red", Duration.ofMillis(89_999))).containsExactly("blue");
    }

    @Test
    void tokenIssuedNinetySecondsAfterTheChangeSpeaksForItself() {
        stage.publish(Stage.left("alice", "red"), Stage.joined("alice", "blue"), Stage.gone("green"));
        stage.settle();

        assertThat(guildsOf("alice red green", Duration.ofSeconds(90))).containsExactly("green", "red");
    }

    @Test
    void laterChangesApplyToANewTokenToo() {
        InMemoryClient client = stage.subscribed(issued("alice red", Duration.ZERO), "red");
        stage.pass(Duration.ofSeconds(30));
        stage.publish(Stage.left("alice", "red"));
        stage.settle();
        client.drain();
        client.send(Requests.subscribe("red", "1"));
        stage.settle();

        assertThat(Reply.only(client).code()).isEqualTo("FORBIDDEN");
    }

    @Test
    void changeIsForgottenOnceNoTokenCanBeOlder() {
        stage.publish(Stage.left("alice", "red"));
        stage.settle();
        stage.pass(Stage.LIMITS.keepChanges().minusMinutes(10));
        stage.moveOn();
        assertThat(guildsOf("alice red", Duration.ZERO)).isEmpty();

        stage.pass(Duration.ofMinutes(10));
        stage.moveOn();
        assertThat(guildsOf("alice red", Duration.ZERO)).containsExactly("red");
    }

    @Test
    void removalByALogWhoseClockIsFarBehindBeatsTokensFromBeforeIt() {
        stage.publishAt(Instant.EPOCH.plusSeconds(5), Stage.left("alice", "red"));
        stage.settle();

        assertThat(guildsOf("alice red", Duration.ofSeconds(-10))).isEmpty();
        assertThat(guildsOf("alice red", Duration.ofSeconds(90))).containsExactly("red");
    }

    @Test
    void withOpenAccessEveryGuildMayBeSubscribedAndNothingIsRevoked() {
        Stage open = new Stage(2, Stage.LIMITS, new Ring(120_000, 1 << 20), GuildAccess.OPEN);
        InMemoryClient client = open.identified("alice blue");
        assertThat(Reply.only(client).texts("guilds")).containsExactly("blue");

        client.send(Requests.subscribe("red", "1"));
        open.settle();
        open.publish(Stage.left("alice", "red"), Stage.event("red", 1));
        open.settle();
        assertThat(Reply.names(client)).containsExactly("GUILD_SUBSCRIBED", "guild.delete", "message.create");
        assertThat(Reply.only(open.identified("alice blue red")).texts("guilds"))
                .containsExactly("blue", "red");
    }

    @Test
    void answerOfACustomAccessCountsAsIssuedWhenAsked() {
        Stage custom = custom(user -> completedFuture(Rights.to(List.of("red"))));
        custom.publish(Stage.left("alice", "red"));
        custom.pass(Duration.ofMillis(89_999));
        assertThat(Reply.only(custom.identified("alice")).texts("guilds")).isEmpty();

        custom.pass(Duration.ofMillis(1));
        String longAgo = "alice@" + change.minusSeconds(1000).toEpochMilli();
        assertThat(Reply.only(custom.identified(longAgo)).texts("guilds")).containsExactly("red");
    }

    @Test
    void changeBetweenTheQuestionAndItsAnswerWins() {
        CompletableFuture<Rights> answer = new CompletableFuture<>();
        Stage custom = custom(user -> answer);
        InMemoryClient client = custom.connect();
        client.send(Requests.identify("alice"));
        custom.settle();
        custom.pass(Duration.ofSeconds(5));
        custom.publish(Stage.left("alice", "red"));
        custom.settle();
        answer.complete(Rights.to(List.of("red", "blue")));
        custom.settle();

        assertThat(Reply.only(client).texts("guilds")).containsExactly("blue");
    }

    @Test
    void accessThatThrowsOrCannotTellMeansTryAgain() {
        List<GuildAccess> broken = List.of(
                user -> {
                    throw new IllegalStateException("broken");
                },
                user -> null,
                user -> completedFuture(null),
                user -> failedFuture(new IllegalStateException("down")));
        for (GuildAccess access : broken) {
            assertThat(Reply.only(custom(access).identified("alice")).code()).isEqualTo("UNAVAILABLE");
        }
    }

    private static Stage custom(GuildAccess access) {
        return new Stage(2, Stage.LIMITS, new Ring(120_000, 1 << 20), access);
    }

    private List<String> guildsOf(String token, Duration afterTheChange) {
        return Reply.only(stage.identified(issued(token, afterTheChange))).texts("guilds");
    }

    private String issued(String token, Duration afterTheChange) {
        return token + "@" + change.plus(afterTheChange).toEpochMilli();
    }
}
