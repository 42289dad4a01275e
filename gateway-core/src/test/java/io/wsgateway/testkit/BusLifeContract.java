package io.wsgateway.testkit;

import static io.wsgateway.testkit.Samples.left;
import static io.wsgateway.testkit.Samples.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.wsgateway.spi.ClusterBus.Appended;
import io.wsgateway.spi.ClusterBus.Appender;
import io.wsgateway.testkit.RecordingFollower.Call;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A bus from its start to its end. */
abstract class BusLifeContract extends BusFencingContract {
    @Test
    void aChangeThatPrecedesTheStartIsToldOrItsAppendFailed() {
        boolean appended;
        try {
            done(bus.append(List.of(message("a"), left("u1", "g1"))));
            appended = true;
        } catch (AssertionError e) {
            appended = false;
        }
        start();
        long told = follower.keptNow().stream().filter("u1 left g1"::equals).count()
                + follower.entries().stream().filter(left("u1", "g1")::equals).count();
        assertThat(told).isEqualTo(appended ? 1 : 0);
    }

    @Test
    void afterCloseEveryAppendAndClaimFails() {
        start();
        Appender appender = claim(P0);
        append(List.of(message("a")));
        awaitEntries(List.of(message("a")));
        bus.close();
        assertFails(bus.append(List.of(message("b"))));
        assertFails(bus.append(List.of()));
        assertFails(appender.append(List.of(message("c"))));
        assertFails(bus.claim(P1));
        assertThat(follower.entries()).containsExactly(message("a"));
    }

    @Test
    void closeIsIdempotentAlsoBeforeTheStart() {
        assertThatCode(() -> {
                    bus.close();
                    bus.close();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void healthAnswersAtAnyTime() {
        assertThat(bus.health()).isNotNull();
        start();
        await().until(() -> bus.health().up());
        bus.close();
        assertThat(bus.health()).isNotNull();
    }

    @Test
    void ownNodeIsAmongTheInstances() {
        start();
        await().until(() -> bus.instances().contains(NODE));
    }

    @Test
    void whoRetiredIsNotAmongTheInstancesAndStillAppendsAndFollows() {
        start();
        await().until(() -> bus.instances().contains(NODE));
        bus.retire();
        bus.retire();
        assertThat(bus.instances()).doesNotContain(NODE);
        Appender appender = claim(P0);
        assertThat(appendTo(appender, List.of(message("a")))).isEqualTo(Appended.YES);
        append(List.of(message("b")));
        awaitEntries(List.of(message("a"), message("b")));
        assertThat(bus.instances()).doesNotContain(NODE);
        assertThat(bus.health().up()).isTrue();
    }

    @Test
    void retiringIsAllowedBeforeTheStartAndAfterTheEnd() {
        bus.retire();
        start();
        assertThat(bus.instances()).doesNotContain(NODE);
        bus.close();
        assertThatCode(bus::retire).doesNotThrowAnyException();
    }

    @Test
    void noSecretIsShown() {
        start();
        for (String secret : secrets()) {
            assertThat(bus.toString()).doesNotContain(secret);
            assertThat(bus.health().reason()).doesNotContain(secret);
        }
    }

    @Test
    void startTellsWhereItBeginsThenWhatIsKeptThenThatItHasCaughtUp() {
        start();
        assertThat(follower.calls()).hasExactlyElementsOfTypes(Call.Gap.class, Call.Changes.class, Call.CaughtUp.class);
        assertThat(follower.kept()).isEmpty();
    }
}
