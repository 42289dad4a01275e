package io.wsgateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTest {

    @ParameterizedTest
    @CsvSource({
        "0, 81 00",
        "125, 81 7d",
        "126, 81 7e 00 7e",
        "65535, 81 7e ff ff",
        "65536, 81 7f 00 00 00 00 00 01 00 00",
        "16777217, 81 7f 00 00 00 00 01 00 00 01"
    })
    void headerIsTheShortestThatHoldsTheLength(int length, String header) {
        byte[] json = new byte[length];
        Arrays.fill(json, (byte) 'x');

        Frame frame = Frame.text(json);

        byte[] expected = bytes(header);
        assertThat(frame.size()).isEqualTo(expected.length + length);
        byte[] wire = new byte[frame.size()];
        assertThat(frame.copyTo(ByteBuffer.wrap(wire), 0)).isEqualTo(wire.length);
        assertThat(Arrays.copyOf(wire, expected.length)).isEqualTo(expected);
        assertThat(frame.payload()).isEqualTo(ByteBuffer.wrap(json));
    }

    @Test
    void copiesInPiecesOfAnySize() {
        Frame frame = Frame.text(new byte[300]);
        ByteBuffer whole = ByteBuffer.allocate(frame.size());
        while (whole.hasRemaining()) {
            ByteBuffer piece = ByteBuffer.allocate(7);
            frame.copyTo(piece, whole.position());
            whole.put(piece.flip());
        }

        assertThat(whole.flip()).isEqualTo(frame.wire());
    }

    @Test
    void laterChangesOfTheGivenArrayDoNotReachIt() {
        byte[] json = {'{', '}'};
        Frame frame = Frame.text(json);
        json[0] = 'x';

        assertThat(frame).hasToString("{}");
    }

    private static byte[] bytes(String hex) {
        String[] pairs = hex.split(" ");
        byte[] bytes = new byte[pairs.length];
        for (int i = 0; i < pairs.length; i++) {
            bytes[i] = (byte) Integer.parseInt(pairs[i], 16);
        }
        return bytes;
    }
}
