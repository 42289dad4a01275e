package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.left;
import static io.wsgateway.testkit.Samples.message;
import static io.wsgateway.testkit.Samples.messageWithId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus.Kept;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.FaultProxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept reaches everybody, also when it can't be read at once, in part or at all. */
class KeptStreamIT extends RedisFaults {
    private static final String EPOCH = "0660e52c9b8719aaaaaaaa";
    private static final Duration DAY = Duration.ofDays(1);

    private final RedisServer server = closedLater(RedisServer.running());
    private final RedisConfig config = config(server.uri(), "other");
    private final RedisLink link = closedLater(new RedisLink(config, new Condition(config.server()), new Counts()));
    private Runnable whenAsked = () -> {};
    /** Reads the time of day for each change that it looks at: after a read, and before anything is put back. */
    private final KnownChanges changes = new KnownChanges(DAY, () -> {
        whenAsked.run();
        return Instant.now();
    });

    private final KeptStream kept = new KeptStream(link, new Keys(config.prefix()), changes);

    @BeforeEach
    void putOneBack() {
        add(changes, 1);
        assertThat(kept.align().putBack()).isEqualTo(1);
    }

    @Test
    void whatAnAlignmentLearnedBeforeItFailedIsTold() {
        FaultProxy proxy = closedLater(new FaultProxy(server.port()));
        Instance late = started(config(RedisServer.uri(proxy.port()), "late"));
        assertThat(late.follower().kept()).hasSize(1);
        proxy.cut();
        IntStream.rangeClosed(2, 1_000).forEach(i -> add(changes, i)); // a page, so that another one is asked for
        kept.align();
        proxy.loseAnswerTo("\r\n("); // to the second page, behind the last id of the first
        proxy.mend();
        await().until(() -> late.gaps() == 2);
        await().until(() -> new HashSet<>(late.follower().kept()).size() == 1_000);
    }

    @Test
    void whatIsKeptOfAnUnreadableBatchIsToldAndTheLogGoesOn() {
        Instance one = started(server, "one");
        OutgoingBatch batch = OutgoingBatch.of(List.of(left("u1", "g2"), left("u2", "g2"), message("unreadable")));
        int second = Integer.BYTES + ByteBuffer.wrap(batch.body()).getInt(0);
        batch.body()[second + Integer.BYTES] = 99; // a format that nobody knows
        Skipped skipped = new Skipped(new Counts(), InstantSource.system());
        new LogAppends(
                        link,
                        new Keys(config.prefix()),
                        config,
                        new KnownPlace(),
                        changes,
                        skipped,
                        InstantSource.system())
                .append(batch);
        done(one.bus().append(List.of(messageWithId("later"))));
        await().until(() -> one.follower().entries().contains(messageWithId("later")));
        assertThat(one.follower().entries()).containsExactly(messageWithId("later"));
        assertThat(one.gaps()).isEqualTo(2);
        assertThat(one.follower().kept())
                .extracting(Kept::entry)
                .contains(left("u1", "g2"))
                .doesNotContain(left("u2", "g2"));
    }

    @Test
    void whatNoScriptWroteIsPassedOver() {
        server.run("XADD", "gw:kept", "*", "something", "else");
        add(changes, 2);
        kept.align();
        KnownChanges others = new KnownChanges(DAY, InstantSource.system());
        new KeptStream(link, new Keys(config.prefix()), others).align();
        assertThat(others.upTo(new Place(EPOCH, 9, 0)))
                .extracting(Kept::entry)
                .containsExactly(left("u1", "g1"), left("u2", "g1"));
    }

    @Test
    void whatVanishesBetweenReadingAndPuttingBackIsPutBackToo() {
        add(changes, 2);
        whenAsked = () -> {
            whenAsked = () -> {};
            server.run("DEL", "gw:kept");
        };
        assertTimeoutPreemptively(Duration.ofSeconds(20), kept::align);
        assertThat(server.run("XLEN", "gw:kept")).isEqualTo("2");
    }

    @Test
    void anAlignmentThatNeverGetsItsTurnFails() {
        add(changes, 2);
        whenAsked = () -> server.run("XADD", "gw:kept", "MAXLEN", "10", "*", "something", "else");
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThatThrownBy(kept::align)
                        .isInstanceOf(RedisFailure.class)
                        .hasMessageContaining("faster"));
    }

    private static void add(KnownChanges changes, int number) {
        changes.add(new Place(EPOCH, number, 7), Instant.now(), left("u" + number, "g1"));
    }
}
