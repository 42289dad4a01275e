package io.wsgateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {

    @Test
    void whatShowsStaysAsItIs() {
        String text = "message.create ~ şß漢字 \ud83d\ude00 \"quoted\" \\u0041 e\u0301\u00a0.";
        assertThat(Printable.of(text)).isEqualTo(text);
        assertThat(Printable.of("")).isEmpty();
        assertThat(Printable.of(null)).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource({"000a", "000d", "0000", "0009", "001b", "007f", "0085", "009b", "2028", "2029"})
    void whatEndsALineOrActsOnATerminalIsEscaped(String hex) {
        escaped(hex);
    }

    @ParameterizedTest
    @CsvSource({"202a", "202d", "202e", "2066", "2069", "200e", "200f", "061c"})
    void whatTurnsTheDirectionIsEscaped(String hex) {
        escaped(hex);
    }

    @ParameterizedTest
    @CsvSource({"200b", "feff", "00ad", "d800", "dfff", "ffff", "0378"})
    void whatNobodySeesOrIsNoCharacterIsEscaped(String hex) {
        escaped(hex);
    }

    @Test
    void whatIsBeyondTheFirstPlaneIsEscapedAsItsPair() {
        assertThat(Printable.of(Character.toString(0xE0001))).isEqualTo("\\udb40\\udc01");
    }

    @Test
    void aLongTextIsCutBetweenCharacters() {
        String face = "\ud83d\ude00";
        assertThat(Printable.of(face.repeat(Printable.MOST))).isEqualTo(face.repeat(Printable.MOST));
        assertThat(Printable.of(face.repeat(1_000_000))).isEqualTo(face.repeat(Printable.MOST) + "…");
        assertThat(Printable.of("abc", 2)).isEqualTo("ab…");
    }

    private static void escaped(String hex) {
        String text = Character.toString(Integer.parseInt(hex, 16));
        assertThat(Printable.of("a" + text + "b")).isEqualTo("a\\u" + hex + "b");
    }
}
