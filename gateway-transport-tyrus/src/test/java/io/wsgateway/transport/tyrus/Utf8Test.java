package io.wsgateway.transport.tyrus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain ascii that is longer than a word",
                "käse",
                "€",
                "😀",
                "\u0000",
                "\uD7FF\uE000",
                "\uFFFF"
            })
    void acceptsWhatIsWellFormed(String text) {
        assertThat(isValid(text.getBytes(UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c0af",
                "c1bf",
                "c3",
                "c328",
                "e08080",
                "e0a0",
                "eda080",
                "edbfbf",
                "ef41bf",
                "f0808080",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "ff",
                "61616161616161ff",
                "6161616161616161c3",
                "f09f9880f0"
            })
    void refusesWhatIsNot(String hex) {
        assertThat(isValid(HexFormat.of().parseHex(hex))).isFalse();
    }

    @Test
    void looksAtItsStretchOnly() {
        assertThat(Utf8.isValid(HexFormat.of().parseHex("ff61ff"), 1, 2)).isTrue();
    }

    @Test
    void agreesWithTheJdkOnRandomBytes() {
        Random random = new Random(7);
        byte[] leads = HexFormat.of().parseHex("00617fc2dfe0ecedeff0f1f4809fa0bf90");
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = random.nextInt(8) == 0 ? (byte) random.nextInt() : leads[random.nextInt(leads.length)];
            }
            if (isValid(bytes) != jdkAccepts(bytes)) {
                throw new AssertionError(HexFormat.of().formatHex(bytes));
            }
        }
    }

    private static boolean isValid(byte[] bytes) {
        return Utf8.isValid(bytes, 0, bytes.length);
    }

    private static boolean jdkAccepts(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
