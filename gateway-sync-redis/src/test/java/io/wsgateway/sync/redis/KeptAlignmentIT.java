package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsgateway.model.Place;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.FaultProxy;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept reaches everybody, also when it has to be put back, or can't be read at once, in part or at all. */
class KeptAlignmentIT extends KeptChanges {
    @Test
    void whatIsPutBackGoesInPages() {
        IntStream.rangeClosed(2, 2_500).forEach(this::learn);
        assertThat(align().putBack()).isEqualTo(4);
        assertThat(align().putBack()).as("nothing is missing").isEqualTo(4);
        assertThat(server.run("HLEN", "gw:changes")).isEqualTo("2501");
        KeptStore.Alignment others = new KeptStore(link, keys, known(), PLENTY).align(end(), 4, null);
        assertThat(others.news()).isTrue();
        assertThat(others.putBack()).isEqualTo(4);
    }

    @Test
    void whatIsPutBackReplacesNothingNewer() {
        Place end =
                log.append(OutgoingBatch.of(List.of(change("u1", "g1", true)))).end();
        server.run("HDEL", "gw:changes", "nothing");
        KeptChangesCache stale = known();
        stale.followed(new Place(EARLIER, 1, 7), List.of(member(1)));
        new KeptStore(link, keys, stale, PLENTY).align(end, 1, null);
        assertThat(toldAt(end)).containsExactly("u1 joined g1");
    }

    @Test
    void whatAnAlignmentLearnedBeforeItFailedIsTold() {
        FaultProxy proxy = closedLater(new FaultProxy(server.port()));
        Instance late = started(config(RedisServer.uri(proxy.port()), "late"));
        assertThat(late.follower().keptNow()).hasSize(1);
        proxy.cut();
        IntStream.rangeClosed(2, 20_000).forEach(this::learn); // twenty pages
        align();
        proxy.loseAnswerTo("gw:changes\r\n$5"); // a cursor of five digits: not the first page
        proxy.mend();
        await().until(() -> late.gaps() >= 2 && late.follower().keptNow().size() == 20_000);
    }

    @Test
    void whatNoScriptWroteIsPassedOver() {
        server.run("HSET", "gw:changes", "m\u0001", "something", "other", "else");
        learn(2);
        align();
        assertThat(toldAt(end())).containsExactly("u1 left g1", "u2 left g1");
    }

    @Test
    void whatVanishesWhileItIsReadIsAFailureAndNothingIsTakenForWhole() {
        learn(2);
        Place end = end();
        server.run("DEL", "gw:changes");
        assertThatThrownBy(() -> kept.align(end, 1, null))
                .isInstanceOf(RedisFailure.class)
                .hasMessageContaining("lost");
        assertThat(server.run("EXISTS", "gw:changes")).isEqualTo("0");
    }

    @Test
    void moreThanThereIsMemoryForIsSaid() {
        IntStream.rangeClosed(2, 3_000).forEach(this::learn);
        align();
        KeptStore small = new KeptStore(link, keys, known(), 20_000);
        assertThatThrownBy(() -> small.align(end(), 0, null))
                .isInstanceOf(RedisFailure.class)
                .hasMessageContaining("-Xmx");
    }
}
