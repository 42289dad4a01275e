package io.wsgateway.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.CloseReason;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameGuardTest {
    private final FrameGuard guard = new FrameGuard(1_000);

    @ParameterizedTest
    @CsvSource({
        "0x81, 0x05, 1002, no mask",
        "0xc1, 0x85, 1002, RSV1",
        "0xa1, 0x85, 1002, RSV2",
        "0x91, 0x85, 1002, RSV3",
        "0x83, 0x85, 1002, opcode 3",
        "0x8b, 0x85, 1002, opcode 11",
        "0x80, 0x85, 1002, continuation of nothing",
        "0x82, 0x85, 1003, binary",
        "0x02, 0x85, 1003, first fragment of binary",
        "0x09, 0x85, 1002, fragmented ping",
        "0x08, 0x82, 1002, fragmented close",
        "0x89, 0xfe, 1002, ping over 125 bytes",
        "0x8a, 0xff, 1002, pong over 125 bytes"
    })
    void whatBreaksARuleIsKnownFromTwoBytes(int first, int second, int code, String why) {
        CloseReason reason = guard.start((byte) first, (byte) second);
        assertThat(reason).as(why).isNotNull();
        assertThat(reason.code()).as(why).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"0x81, 0xff", "0x01, 0x80", "0x88, 0x80", "0x89, 0xfd", "0x8a, 0x80"})
    void whatIsRightPasses(int first, int second) {
        assertThat(guard.start((byte) first, (byte) second)).isNull();
    }

    @Test
    void onlyContinuationsAndControlFramesFitIntoAFragmentedMessage() {
        assertThat(guard.data(false, (byte) 0x85, 5)).isNull();
        assertThat(guard.start((byte) 0x00, (byte) 0x85)).isNull();
        assertThat(guard.start((byte) 0x89, (byte) 0x80)).isNull();
        assertThat(guard.start((byte) 0x81, (byte) 0x85)).isEqualTo(CloseReason.PROTOCOL_ERROR);
        assertThat(guard.start((byte) 0x82, (byte) 0x85)).isEqualTo(CloseReason.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @CsvSource({
        "81850000, 5",
        "81fe0100, 256",
        "81ff0000000000010000, 65536",
        "81ff4000000000000000, 4611686018427387904",
        "81ff8000000000000000, -9223372036854775808"
    })
    void lengthsAreReadInAllThreeForms(String header, long length) {
        assertThat(FrameGuard.length(HexFormat.of().parseHex(header), 0)).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({
        "0xfe, 125, 1002",
        "0xff, 65535, 1002",
        "0xff, -1, 1002",
        "0xfe, 1001, 1009",
        "0xff, 4611686018427387904, 1009"
    })
    void lengthsThatAreTooLargeOrInTheWrongFormAreRefused(int form, long length, int code) {
        CloseReason reason = guard.data(true, (byte) form, length);
        assertThat(reason).isNotNull();
        assertThat(reason.code()).isEqualTo(code);
    }
}
