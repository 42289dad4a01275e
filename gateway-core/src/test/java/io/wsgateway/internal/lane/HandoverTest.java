package io.wsgateway.internal.lane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.CloseReason;
import io.wsgateway.protocol.Frame;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.Transport;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A connection has one owner at a time, whatever the other lane does meanwhile. */
class HandoverTest {
    private final Stage stage = new Stage();
    private final Recorded connection = new Recorded();
    private final Transport.Receiver receiver = stage.lanes.open(connection);

    @Test
    void oldLaneHasLetGoOfTheConnectionWhenTheNewOneTakesIt() {
        String user = stage.lanes.of("a") == stage.lanes.lane(1) ? "a" : "b";
        assertThat(stage.lanes.of(user)).isSameAs(stage.lanes.lane(1));
        connection.meanwhile = () -> stage.turn(1);
        send(Requests.HEARTBEAT);
        send(Requests.identify(user));
        stage.settle();

        assertThat(connection.frames).extracting(Reply::name).containsExactly("HEARTBEAT_ACK", "READY");
        assertThat(connection.calls).containsExactly("offer", "flush", "offer", "flush");
        assertThat(connection.nested).isFalse();
    }

    @Test
    void laneRestsThoughAConnectionIsOnItsWayOut() {
        send(Requests.identify("alice red", "1"));
        send(Requests.subscribe("red", "2"));
        stage.settle();
        connection.answer = Connection.Offer.FULL;
        stage.publish(Stage.event("red", 1), Stage.event("red", 2));
        stage.settle();
        connection.answer = Connection.Offer.CLOSED;
        receiver.onWritable();
        for (int turn = 0; turn < 10; turn++) {
            stage.turn(0);
            stage.turn(1);
        }

        assertThat(stage.lanes.lane(0).turn() || stage.lanes.lane(1).turn()).isFalse();
        receiver.onClosed(1006);
        stage.settle();
        assertThat(stage.lanes.open()).isZero();
        assertThat(stage.lanes.guilds()).isZero();
    }

    private void send(String text) {
        receiver.onText(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    private static final class Recorded implements Connection {
        final List<String> calls = new ArrayList<>();
        final List<Reply> frames = new ArrayList<>();
        Offer answer = Offer.ACCEPTED;
        /** What another thread does during the next flush. */
        Runnable meanwhile = () -> {};

        boolean nested;
        private boolean busy;

        @Override
        public Handshake handshake() {
            return new Handshake(new InetSocketAddress("127.0.0.1", 1), URI.create("/"), Map.of());
        }

        @Override
        public Offer offer(Frame frame) {
            nested |= busy;
            calls.add("offer");
            if (answer == Offer.ACCEPTED) {
                frames.add(Reply.of(frame.toString()));
            }
            return answer;
        }

        @Override
        public void flush() {
            nested |= busy;
            calls.add("flush");
            Runnable once = meanwhile;
            meanwhile = () -> {};
            busy = true;
            once.run();
            busy = false;
        }

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public long sentBytes() {
            return 0;
        }

        @Override
        public void reading(boolean on) {}

        @Override
        public void close(CloseReason reason) {}

        @Override
        public void abort(CloseReason reason) {}
    }
}
