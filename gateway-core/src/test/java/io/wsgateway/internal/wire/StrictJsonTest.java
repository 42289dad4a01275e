package io.wsgateway.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.wire.ClientMessage.Malformed;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is JSON and what isn't; in these tables, single quotes stand for double ones. */
class StrictJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "'HEARTBEAT'",
                "1",
                "{",
                "{'op'",
                "{'op':'HEARTBEAT'",
                "{'op':'HEARTBEAT',}",
                "{op:'HEARTBEAT'}",
                "{'op':HEARTBEAT}",
                "{'op':'HEARTBEAT'}}",
                "{'op':'HEARTBEAT'}{}",
                "{'op':'HEARTBEAT'} x",
                "[{'op':'HEARTBEAT'}]",
                "{'op':'HEARTBEAT','x':01}",
                "{'op':'HEARTBEAT','x':NaN}",
                "{'op':'HEARTBEAT' /* */}",
                "{'op':'HEARTBEAT','x':'\t'}",
                "{'op':'HEARTBEAT','x':'\\x'}",
                "{'op':'HEARTBEAT','x':1,'x':1}",
                "{'op':'HEARTBEAT','data':{'x':1,'x':1}}",
                "{'op':'HEARTBEAT','data':{'x':1,'\\u0078':1}}",
                "{'op':'HEARTBEAT','x':[{'y':{'z':1,'z':2}}]}",
                "\ufeff{'op':'HEARTBEAT'}",
                "\0{\0}\0"
            })
    void whatIsNotOneStrictJsonObjectIsBadJson(String json) {
        assertThat(decode(json)).isInstanceOfSatisfying(Malformed.class, malformed -> {
            assertThat(malformed.code()).isEqualTo(ErrorCode.BAD_JSON);
            assertThat(malformed.reason()).startsWith("Send one JSON object per message");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0080",
                "\u00c0\u00af",
                "\u00e0\u0080\u00af",
                "\u00ed\u00a0\u0080",
                "\u00f4\u0090\u0080\u0080",
                "\u00c3"
            })
    void bytesThatAreNotUtf8AreBadJson(String bytes) {
        ByteBuffer message = ByteBuffer.wrap(("{\"op\":\"HEARTBEAT\",\"x\":\"" + bytes + "\"}").getBytes(ISO_8859_1));

        assertThat(MessageDecoder.decode(message))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.code()).isEqualTo(ErrorCode.BAD_JSON));
    }

    private static ClientMessage decode(String json) {
        return MessageDecoder.decode(UTF_8.encode(json.replace('\'', '"')));
    }
}
