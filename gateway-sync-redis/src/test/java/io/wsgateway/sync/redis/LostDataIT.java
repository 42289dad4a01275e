package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.left;
import static io.wsgateway.testkit.Samples.message;
import static io.wsgateway.testkit.Samples.messageWithId;
import static io.wsgateway.testkit.Samples.revocation;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus.Appended;
import io.wsgateway.spi.ClusterBus.Appender;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.FaultProxy;
import io.wsgateway.testkit.RecordingFollower.Call;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A Redis that comes back with less than it had: everybody is told, and no place means two things. */
class LostDataIT extends RedisFaults {
    private static final Duration AUDIT = Duration.ofSeconds(5);

    private final RedisServer server = closedLater(RedisServer.running());

    @Test
    void anOlderRedisIsAGapInANewEpochWithHigherNumbers() {
        Instance one = started(server, "one");
        Instance two = started(server, "two");
        String before = one.epoch();
        done(one.bus().append(messages("a", 10)));
        server.takeSnapshot();
        done(one.bus().append(messages("b", 10)));
        await().until(() -> two.follower().entries().size() == 20);
        server.restartFromSnapshot();

        await().until(() -> one.gaps() == 2 && two.gaps() == 2);
        assertThat(one.epoch()).isEqualTo(two.epoch()).isNotEqualTo(before);
        await().ignoreExceptions().untilAsserted(() -> done(two.bus().append(List.of(messageWithId("end")))));
        await().until(() -> one.follower().entries().contains(messageWithId("end")));
        Place end = last(one);
        assertThat(end.epoch()).isEqualTo(one.epoch());
        assertThat(end.seq()).as("both had seen 20 numbers").isEqualTo(21);
    }

    @Test
    void whoKnowsLessCantContinueALogThatWentBack() {
        FaultProxy link = closedLater(new FaultProxy(server.port()));
        Instance knows = started(config(RedisServer.uri(link.port()), "knows"));
        done(knows.bus().append(messages("a", 10)));
        server.takeSnapshot();
        done(knows.bus().append(messages("b", 10)));
        await().until(() -> knows.follower().entries().size() == 20);
        link.cut();
        server.restartFromSnapshot();
        Instance late = started(server, "late");
        done(late.bus().append(messages("c", 15))); // numbers 11 to 25: what was 11 to 20 is somebody else's now
        link.mend();

        await().until(() -> knows.gaps() == 2 && late.gaps() == 2);
        assertThat(late.epoch()).isEqualTo(knows.epoch());
        await().ignoreExceptions().untilAsserted(() -> done(knows.bus().append(List.of(messageWithId("end")))));
        await().until(() -> late.follower().entries().contains(messageWithId("end")));
        await().until(() -> knows.follower().entries().contains(messageWithId("end")));
        assertThat(last(knows)).isEqualTo(last(late));
        assertThat(last(knows).seq()).isEqualTo(26);
        assertThat(knows.follower().entries()).doesNotContainAnyElementsOf(messages("c", 15));
    }

    @Test
    void anEpochThatBeginsWithWhoKnowsLessHasLowerNumbersAndEverybodyFollowsIt() {
        FaultProxy moreLink = closedLater(new FaultProxy(server.port()));
        FaultProxy lessLink = closedLater(new FaultProxy(server.port()));
        Instance more = started(config(RedisServer.uri(moreLink.port()), "more"));
        Instance less = started(config(RedisServer.uri(lessLink.port()), "less"));
        done(more.bus().append(messages("a", 10)));
        server.takeSnapshot();
        done(more.bus().append(messages("b", 5)));
        await().until(() -> less.follower().entries().size() == 15);
        lessLink.cut();
        done(more.bus().append(messages("c", 5)));
        await().until(() -> more.follower().entries().size() == 20);
        Place before = last(more);
        moreLink.cut();
        server.restartFromSnapshot();
        lessLink.mend();
        await().until(() -> less.gaps() == 2);
        moreLink.mend();

        await().until(() -> more.gaps() == 2);
        assertThat(more.epoch()).isEqualTo(less.epoch()).isNotEqualTo(before.epoch());
        await().ignoreExceptions().untilAsserted(() -> done(more.bus().append(messages("d", 5))));
        await().until(() -> more.follower().entries().size() == 25);
        await().until(() -> less.follower().entries().size() == 20);
        assertThat(last(more).seq()).as("a number for the second time").isEqualTo(before.seq());
        assertThat(last(more)).isEqualTo(last(less)).isNotEqualTo(before);
    }

    @Test
    void anEmptyRedisIsNoticedWithoutTraffic() {
        Instance one = started(server, "one");
        Instance two = started(server, "two");
        done(one.bus().append(messages("a", 3)));
        await().until(() -> two.follower().entries().size() == 3);
        String before = one.epoch();
        server.run("FLUSHALL");
        await().atMost(AUDIT.multipliedBy(2)).until(() -> one.gaps() == 2 && two.gaps() == 2);
        assertThat(one.epoch()).isEqualTo(two.epoch()).isNotEqualTo(before);
        assertThat(resumedAt(one).seq()).isEqualTo(3);
    }

    @Test
    void theFirstAppendOfAnybodyNoticesAnEmptyRedis() {
        Instance one = started(server, "one");
        Instance two = started(server, "two");
        done(one.bus().append(messages("a", 3)));
        await().until(() -> two.follower().entries().size() == 3);
        server.run("FLUSHALL");
        done(two.bus().append(List.of(messageWithId("first"))));
        for (Instance each : List.of(one, two)) {
            await().atMost(Duration.ofSeconds(3))
                    .until(() -> each.follower().entries().contains(messageWithId("first")));
        }
        assertThat(one.gaps()).isEqualTo(2);
        assertThat(two.gaps()).isEqualTo(2);
        assertThat(last(one).seq()).isEqualTo(4);
    }

    @Test
    void whatIsKeptSurvivesAnEmptyRedisWithoutRepeats() {
        Instance one = started(server, "one");
        Instance two = started(server, "two");
        done(one.bus().append(List.of(left("u1", "g1"), message("a"), revocation("u2"), left("u3", "g1"))));
        await().until(() -> one.follower().entries().size() == 4);
        await().until(() -> two.follower().entries().size() == 4);
        server.run("FLUSHALL");
        await().until(() -> one.gaps() == 2 && two.gaps() == 2);

        Instance three = started(server, "three");
        assertThat(three.follower().keptNow()).containsExactly("u1 left g1", "u2 is revoked", "u3 left g1");
        assertThat(server.run("HLEN", "gw:changes")).isEqualTo("4");
    }

    @Test
    void whoNeverHeardOfAChangeIsToldOnceSomebodyPutsItBack() {
        FaultProxy link = closedLater(new FaultProxy(server.port()));
        Instance knows = started(config(RedisServer.uri(link.port()), "knows"));
        done(knows.bus().append(List.of(left("u1", "g1"))));
        await().until(() -> knows.follower().entries().size() == 1);
        link.cut();
        server.run("FLUSHALL");
        Instance late = started(server, "late");
        assertThat(late.follower().kept()).isEmpty();
        link.mend();
        await().until(() -> late.gaps() == 2);
        await().until(() -> late.follower().keptNow().contains("u1 left g1"));
        await().until(() -> knows.gaps() == 2 && knows.follower().caughtUp());
        assertThat(knows.epoch()).isEqualTo(late.epoch());
        assertThat(knows.follower().keptNow()).containsExactly("u1 left g1");
    }

    @Test
    void anEmptyRedisFencesEveryAppenderUntilItClaimsAgain() {
        Instance one = started(server, "one");
        Appender earlier = done(one.bus().claim("p0"));
        Appender owner = done(one.bus().claim("p0"));
        assertThat(done(owner.append(List.of(messageWithId("a"))))).isEqualTo(Appended.YES);
        server.run("FLUSHALL");
        assertThat(done(earlier.append(List.of(messageWithId("c"))))).isEqualTo(Appended.FENCED);
        assertThat(done(owner.append(List.of(messageWithId("b"))))).isEqualTo(Appended.FENCED);
        Appender next = done(one.bus().claim("p0"));
        assertThat(done(next.append(List.of(messageWithId("b"))))).isEqualTo(Appended.YES);
        await().until(() -> one.follower().entries().equals(List.of(messageWithId("a"), messageWithId("b"))));
    }

    @Test
    void whatLeftTheWindowMeanwhileIsAGapInTheSameEpoch() {
        FaultProxy link = closedLater(new FaultProxy(server.port()));
        Instance away = started(config(RedisServer.uri(link.port()), "away"));
        Instance there = started(server, "there");
        link.cut();
        done(there.bus().append(List.of(message("missed"), left("u1", "g1"))));
        server.run("XTRIM", "gw:log", "MAXLEN", "0");
        server.run("XTRIM", "gw:index", "MAXLEN", "0");
        done(there.bus().append(List.of(message("later"))));
        link.mend();
        await().until(() -> away.follower().entries().contains(message("later")));
        assertThat(away.follower().entries()).containsExactly(message("later"));
        assertThat(away.follower().keptNow()).containsExactly("u1 left g1");
        assertThat(away.gaps()).isEqualTo(2);
        assertThat(away.epoch()).isEqualTo(there.epoch());
        assertThat(there.gaps()).isEqualTo(1);
    }

    private static List<Entry> messages(String prefix, int count) {
        return IntStream.range(0, count)
                .<Entry>mapToObj(i -> messageWithId(prefix + i))
                .toList();
    }

    private static Place last(Instance instance) {
        List<Call.Batch> batches = instance.follower().batches();
        return batches.get(batches.size() - 1).last();
    }

    private static Place resumedAt(Instance instance) {
        List<Call> gaps = instance.follower().calls().stream()
                .filter(Call.Gap.class::isInstance)
                .toList();
        return ((Call.Gap) gaps.get(gaps.size() - 1)).resumedAt();
    }
}
