package io.wsgateway.transport.tyrus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.CloseReason;
import io.wsgateway.protocol.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutboundQueueTest {
    private static final byte[] PONG = ControlFrames.frame(Opcode.PONG, "pong".getBytes(UTF_8));
    private static final byte[] CLOSE = ControlFrames.close(CloseReason.DRAINING);
    private static final long LIMIT = 1_000;

    private final OutboundQueue queue = new OutboundQueue();
    private final Wire wire = new Wire();

    /** Takes as many bytes per call as it is told, then none. */
    private static final class Wire implements OutboundQueue.Sink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Deque<Integer> takes = new ArrayDeque<>();
        private int calls;

        @Override
        public int write(ByteBuffer from) {
            calls++;
            int n = Math.min(from.remaining(), takes.isEmpty() ? 0 : takes.remove());
            for (int i = 0; i < n; i++) {
                bytes.write(from.get());
            }
            return n;
        }

        private boolean take(OutboundQueue queue, int... sizes) throws IOException {
            for (int size : sizes) {
                takes.add(size);
            }
            return queue.writeTo(this);
        }
    }

    private static Frame frame(int number) {
        return Frame.text(("{\"n\":" + number + "}").getBytes(UTF_8));
    }

    private static byte[] wireBytes(Frame frame) {
        byte[] bytes = new byte[frame.size()];
        frame.wire().get(bytes);
        return bytes;
    }

    @Test
    void manyFramesLeaveInOneCall() throws IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int i = 0; i < 30; i++) {
            assertThat(queue.offer(frame(i), LIMIT)).isTrue();
            expected.writeBytes(wireBytes(frame(i)));
        }
        assertThat(wire.take(queue, 10_000)).isTrue();
        assertThat(wire.calls).isOne();
        assertThat(wire.bytes.toByteArray()).isEqualTo(expected.toByteArray());
        assertThat(queue.bytes()).isZero();
        assertThat(queue.sentBytes()).isEqualTo(expected.size());
    }

    @Test
    void aFrameLargerThanTheScratchLeavesInPieces() throws IOException {
        Frame large = Frame.text(new byte[300_000]);
        assertThat(queue.offer(large, LIMIT)).isTrue();
        assertThat(queue.offer(frame(1), LIMIT)).isFalse();
        assertThat(wire.take(queue, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20))
                .isTrue();
        assertThat(wire.bytes.toByteArray()).isEqualTo(wireBytes(large));
    }

    @Test
    void pongGoesBeforeFramesThatHaveNotBegunButNeverIntoOne() throws IOException {
        queue.offer(frame(1), LIMIT);
        queue.offer(frame(2), LIMIT);
        assertThat(wire.take(queue, 3)).isFalse();
        queue.pong(PONG);
        queue.close(CLOSE);
        assertThat(wire.take(queue, 5)).isFalse();
        assertThat(wire.take(queue, 4)).isFalse();
        assertThat(wire.take(queue, 1_000)).isTrue();
        assertThat(wire.bytes.toByteArray())
                .isEqualTo(RawSocket.join(wireBytes(frame(1)), PONG, wireBytes(frame(2)), CLOSE));
        assertThat(queue.hasPong()).isFalse();
    }

    @Test
    void anAbandonedQueueFinishesItsHalfWrittenFrameBeforeTheCloseFrame() throws IOException {
        for (int i = 0; i < 20; i++) {
            queue.offer(frame(i), LIMIT);
        }
        wire.take(queue, 4);
        queue.abandon();
        queue.close(CLOSE);
        assertThat(queue.bytes()).isEqualTo(frame(0).size() - 4);
        assertThat(wire.take(queue, 1_000)).isTrue();
        assertThat(wire.bytes.toByteArray()).isEqualTo(RawSocket.join(wireBytes(frame(0)), CLOSE));
    }

    @Test
    void anAbandonedQueueBetweenTwoFramesHoldsNothing() throws IOException {
        queue.offer(frame(0), LIMIT);
        queue.offer(frame(1), LIMIT);
        queue.pong(PONG);
        wire.take(queue, PONG.length + frame(0).size());
        queue.abandon();
        assertThat(queue.bytes()).isZero();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aHalfWrittenPongIsFinishedToo() throws IOException {
        queue.pong(PONG);
        queue.offer(frame(0), LIMIT);
        wire.take(queue, 2);
        queue.abandon();
        queue.close(CLOSE);
        assertThat(wire.take(queue, 1_000)).isTrue();
        assertThat(wire.bytes.toByteArray()).isEqualTo(RawSocket.join(PONG, CLOSE));
    }

    @Test
    void everyByteLeavesOnceAndInOrderHoweverLittleTheSocketTakes() throws IOException {
        Random random = new Random(3);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        int next = 0;
        for (int turn = 0; turn < 20_000; turn++) {
            if (random.nextInt(3) > 0 && queue.offer(frame(next), LIMIT)) {
                expected.writeBytes(wireBytes(frame(next++)));
            }
            wire.take(queue, random.nextInt(25), random.nextInt(25));
            wire.takes.clear();
            assertThat(queue.bytes()).isEqualTo(expected.size() - queue.sentBytes());
        }
        wire.take(queue, 1 << 20, 1 << 20);
        assertThat(wire.bytes.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Test
    void aClearedQueueCanBeUsedAgain() throws IOException {
        for (int i = 0; i < 40; i++) {
            queue.offer(frame(i), LIMIT);
        }
        wire.take(queue, 3);
        queue.close(CLOSE);
        queue.clear();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.bytes()).isZero();
        wire.bytes.reset();
        queue.offer(frame(7), LIMIT);
        assertThat(wire.take(queue, 1_000)).isTrue();
        assertThat(wire.bytes.toByteArray()).isEqualTo(wireBytes(frame(7)));
    }
}
