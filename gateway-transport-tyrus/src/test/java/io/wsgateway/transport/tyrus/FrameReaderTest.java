package io.wsgateway.transport.tyrus;

import static io.wsgateway.transport.tyrus.RawSocket.frame;
import static io.wsgateway.transport.tyrus.RawSocket.join;
import static io.wsgateway.transport.tyrus.RawSocket.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.CloseReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final int MESSAGE = 1_000;

    private final Seen seen = new Seen();
    private final FrameReader reader = new FrameReader(MESSAGE, seen);

    private static final class Seen implements FrameReader.Inbound {
        private final List<String> heard = new ArrayList<>();
        private int pauseAfter = Integer.MAX_VALUE;

        @Override
        public boolean paused() {
            return heard.size() >= pauseAfter;
        }

        @Override
        public void text(ByteBuffer utf8) {
            heard.add(UTF_8.decode(utf8).toString());
        }

        @Override
        public void control(int opcode, byte[] payload) {
            heard.add(opcode + ":" + new String(payload, UTF_8));
        }

        @Override
        public void broken(CloseReason reason) {
            heard.add("broken " + reason.code());
            pauseAfter = 0;
        }
    }

    /** Hands the bytes over in pieces of this size, offering again what wasn't taken. */
    private void feed(byte[] bytes, int piece) {
        byte[] left = {};
        for (int at = 0; at < bytes.length; at += piece) {
            byte[] given = join(left, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
            int taken = reader.read(given, 0, given.length);
            left = Arrays.copyOfRange(given, taken, given.length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 10_000})
    void everyMessageComesOutHoweverTheBytesArrive(int piece) {
        String large = "ü€😀".repeat(100);
        byte[] half = large.getBytes(UTF_8);
        feed(
                join(
                        text("one"),
                        text(""),
                        frame(0x01, Arrays.copyOf(half, 301)),
                        frame(0x89, "p".getBytes(UTF_8)),
                        frame(0x00, new byte[0]),
                        frame(0x80, Arrays.copyOfRange(half, 301, half.length)),
                        text("x".repeat(MESSAGE)),
                        frame(0x01, new byte[0]),
                        frame(0x80, new byte[0]),
                        frame(0x8A, new byte[0]),
                        frame(0x88, new byte[0])),
                piece);
        assertThat(seen.heard).containsExactly("one", "", "9:p", large, "x".repeat(MESSAGE), "", "10:", "8:");
    }

    @Test
    void aPauseLeavesTheRestUntouched() {
        seen.pauseAfter = 1;
        byte[] bytes = join(text("one"), text("two"));
        int taken = reader.read(bytes, 0, bytes.length);
        assertThat(seen.heard).containsExactly("one");
        seen.pauseAfter = Integer.MAX_VALUE;
        reader.read(bytes, taken, bytes.length);
        assertThat(seen.heard).containsExactly("one", "two");
    }

    @Test
    void oneByteOverTheLimitIsRefusedAtTheHeader() {
        byte[] frame = text("x".repeat(MESSAGE + 1));
        reader.read(frame, 0, 8);
        assertThat(seen.heard).containsExactly("broken 1009");
    }

    @Test
    void theLimitIsOfTheWholeMessage() {
        byte[] bytes = join(frame(0x01, new byte[MESSAGE]), frame(0x00, new byte[0]), frame(0x80, new byte[1]));
        reader.read(bytes, 0, bytes.length);
        assertThat(seen.heard).containsExactly("broken 1009");
    }

    @Test
    void theLimitStartsAnewWithEachMessage() {
        feed(join(frame(0x01, new byte[MESSAGE]), frame(0x80, new byte[0]), text("x".repeat(MESSAGE))), 10_000);
        assertThat(seen.heard).hasSize(2).doesNotContain("broken 1009");
    }

    @Test
    void nothingIsHeardAfterABrokenRule() {
        byte[] bytes = join(frame(0x82, new byte[1]), text("late"));
        reader.read(bytes, 0, bytes.length);
        assertThat(seen.heard).containsExactly("broken 1003");
    }

    @Test
    void badUtf8AcrossFragmentsIsRefused() {
        byte[] euro = "€".getBytes(UTF_8);
        feed(join(frame(0x01, Arrays.copyOf(euro, 2)), frame(0x80, new byte[] {'x'})), 10_000);
        assertThat(seen.heard).containsExactly("broken 1007");
    }

    @Test
    void randomBytesNeverThrowAndNeverDeliverTooMuch() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            Seen heard = new Seen();
            FrameReader any = new FrameReader(MESSAGE, heard);
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            if (bytes.length > 1) {
                bytes[0] = (byte) (random.nextBoolean() ? 0x81 : bytes[0]);
                bytes[1] |= (byte) 0x80;
            }
            any.read(bytes, 0, bytes.length);
            assertThat(heard.heard).allMatch(text -> text.length() <= MESSAGE);
        }
    }

    @Test
    void pauseIsToldFromAWantOfBytesAlsoWhenItIsOverAtOnce() {
        byte[] two = join(text("one"), text("two"));
        seen.pauseAfter = 1;
        int taken = reader.read(two, 0, two.length);
        seen.pauseAfter = Integer.MAX_VALUE;
        assertThat(reader.stopped()).isTrue();

        int rest = reader.read(two, taken, two.length - 1);
        assertThat(reader.stopped()).isFalse();
        assertThat(seen.heard).containsExactly("one");
        reader.read(two, rest, two.length);
        assertThat(seen.heard).containsExactly("one", "two");
    }
}
