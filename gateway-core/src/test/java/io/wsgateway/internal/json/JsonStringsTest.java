package io.wsgateway.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.protocol.Json;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonStringsTest {

    static Stream<Arguments> literals() {
        return Stream.of(
                Arguments.of("", "\"\""),
                Arguments.of("message.create", "\"message.create\""),
                Arguments.of("a\"b\\c/d", "\"a\\\"b\\\\c/d\""),
                Arguments.of("\b\t\n\f\r", "\"\\b\\t\\n\\f\\r\""),
                Arguments.of("\0\u001f\u007f", "\"\\u0000\\u001f\u007f\""),
                Arguments.of("\u0080\u07ff\u0800\uffff", "\"\u0080\u07ff\u0800\uffff\""),
                Arguments.of("günaydın 世界 \u2028", "\"günaydın 世界 \u2028\""),
                Arguments.of("\ud83d\ude00\udbff\udfff", "\"\ud83d\ude00\udbff\udfff\""),
                Arguments.of("\ud83d", "\"\\ud83d\""),
                Arguments.of("\ude00x", "\"\\ude00x\""),
                Arguments.of("\ud83d\ud83d\ude00", "\"\\ud83d\ud83d\ude00\""));
    }

    @ParameterizedTest
    @MethodSource("literals")
    void literalIsWrittenWithTheFewestEscapes(String text, String literal) {
        assertThat(new String(written(text), UTF_8)).isEqualTo(literal);
    }

    @Test
    void everyTextIsReadBackAsItWas() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            char[] chars = new char[random.nextInt(12)];
            int range = 1 << 1 + random.nextInt(16);
            for (int i = 0; i < chars.length; i++) {
                chars[i] = (char) random.nextInt(range);
            }
            String text = new String(chars);
            String parsed = Json.read(ByteBuffer.wrap(written(text))).textValue();
            assertThat(parsed).isEqualTo(text);
        }
    }

    private static byte[] written(String text) {
        byte[] bytes = new byte[JsonStrings.size(text)];
        assertThat(JsonStrings.write(text, bytes, 0)).isEqualTo(bytes.length);
        return bytes;
    }
}
