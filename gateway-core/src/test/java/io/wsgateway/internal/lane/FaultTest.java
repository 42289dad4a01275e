package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.access.MembershipRecord;
import io.wsgateway.internal.delivery.ResumePoints;
import io.wsgateway.internal.ring.Cursor;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.LanePosition;
import io.wsgateway.internal.session.ReceiverIndex;
import io.wsgateway.internal.session.Session;
import io.wsgateway.internal.session.SessionRegistry;
import io.wsgateway.model.Place;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the gateway itself gets wrong costs one answer or one connection, and nobody else notices. */
class FaultTest {
    private static final String TRAP = "trap";

    private final Stage stage = new Stage(
            1,
            Stage.LIMITS,
            new Ring(120_000, 1 << 20),
            GuildAccess.CLAIM,
            parts -> new LaneGroup(parts, 1, Runnable::run, new Faulty(), LaneThread.TICK));

    private final class Faulty extends LaneFactory {
        @Override
        protected SessionRegistry registry(
                ReceiverIndex index, MembershipRecord record, LanePosition position, LaneShared shared) {
            return new SessionRegistry(index, record, position, shared.limits()) {
                @Override
                public boolean permits(Session session, String guildId) {
                    if (guildId.equals(TRAP)) {
                        throw new IllegalStateException("a fault");
                    }
                    return super.permits(session, guildId);
                }
            };
        }

        @Override
        protected ResumePoints points(Ring ring, LanePosition position) {
            return new ResumePoints(ring, position) {
                @Override
                public Start start(@Nullable Place cursor) {
                    if (waited(cursor)) {
                        throw new IllegalStateException("another fault");
                    }
                    return super.start(cursor);
                }
            };
        }
    }

    private boolean armed;

    private boolean waited(@Nullable Place cursor) {
        return armed && cursor != null;
    }

    @Test
    void commandThatFailsIsAnsweredAndTheConnectionGoesOn() {
        InMemoryClient client = stage.identified("alice red trap");
        client.drain();
        client.send(Requests.subscribe(TRAP, "7"));
        client.send(Requests.subscribe("red", "8"));
        stage.settle();

        List<Reply> replies = Reply.drain(client);
        assertThat(replies).extracting(Reply::code).containsExactly("INTERNAL", "GUILD_SUBSCRIBED");
        assertThat(replies).extracting(Reply::id).containsExactly("7", "8");
    }

    @Test
    void resumeThatFailsAfterWaitingClosesItsConnectionOnly() {
        InMemoryClient beside = stage.subscribed("bob red", "red");
        String cursor = stage.cursor(stage.identified("carol"));
        String ahead = ahead(cursor);
        InMemoryClient resuming = stage.connect();
        resuming.send(Requests.resume("alice red", ahead, null, "red"));
        stage.settle();
        armed = true;
        stage.publish(Stage.event("red", 1), Stage.event("red", 2), Stage.event("red", 3));
        stage.settle();

        assertThat(resuming.closed()).hasValue(1011);
        assertThat(Reply.numbers(beside)).containsExactly(1, 2, 3);
        armed = false;
        stage.pass(Duration.ofSeconds(1));
        assertThat(beside.closed()).isEmpty();
    }

    private static String ahead(String cursor) {
        Place at = Cursor.parse(cursor);
        return Cursor.text(new Place(at.epoch(), at.seq() + 2, at.tag()));
    }
}
