package io.wsgateway.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    private static final String FACE = "\ud83d\ude00";

    @Test
    void charactersAreCodePoints() {
        assertThat(Ids.isId("x")).isTrue();
        assertThat(Ids.isId("x".repeat(64))).isTrue();
        assertThat(Ids.isId(FACE.repeat(64))).isTrue();
        assertThat(Ids.isId("")).isFalse();
        assertThat(Ids.isId("x".repeat(65))).isFalse();
        assertThat(Ids.isId(FACE.repeat(64) + "x")).isFalse();
        assertThat(Ids.isId(FACE.repeat(65))).isFalse();
        assertThat(Ids.isId("\u0000 \n\u2028\u202e")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\ud83d", "\ude00\ud83d", "\ud83d\ud83d\ude00", "\ud83dx\ude00"})
    void halfAPairIsNoCharacter(String text) {
        assertThat(Ids.fits(text, 0, 100)).isFalse();
        assertThat(Ids.fitsBytes(text, 100)).isFalse();
    }

    @Test
    void bytesAreThoseOfUtf8() {
        assertThat(Ids.fitsBytes("x".repeat(255), 255)).isTrue();
        assertThat(Ids.fitsBytes("x".repeat(256), 255)).isFalse();
        assertThat(Ids.fitsBytes(FACE.repeat(63), 255)).isTrue();
        assertThat(Ids.fitsBytes(FACE.repeat(64), 255)).isFalse();
        assertThat(Ids.fitsBytes("", 255)).isFalse();
    }

    @Test
    void cutsBetweenCharacters() {
        assertThat(Ids.cutToBytes(FACE.repeat(64), 255)).isEqualTo(FACE.repeat(63));
        for (String text : List.of("", "x", "ß", "€", FACE, "xß€" + FACE)) {
            assertThat(Ids.cutToBytes(text, text.getBytes(UTF_8).length)).isEqualTo(text);
        }
        assertThat(Ids.cutToBytes("xß€", 5)).isEqualTo("xß");
    }

    @Test
    void recordsHoldNoOtherIds() {
        for (String wrong : List.of("", "x".repeat(65), "a\ud83d")) {
            refused(() -> new Principal(wrong, Rights.NONE, Instant.EPOCH, Instant.EPOCH, null, Map.of()));
            refused(() -> Rights.to(List.of("g", wrong)));
            refused(() -> Rights.open(List.of(wrong)));
            refused(() -> new Membership(true, wrong));
            refused(() -> Kick.ofUser(wrong));
            refused(() -> Revocation.ofUser(wrong));
        }
    }

    @Test
    void rightsGoByTheNaturalOrderOnly() {
        TreeSet<String> theirs = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        theirs.add("Guild");
        assertThat(new Rights(false, theirs).permits("guild")).isFalse();
        assertThat(new Rights(false, theirs).permits("Guild")).isTrue();
    }

    private static void refused(Runnable makes) {
        assertThatIllegalArgumentException().isThrownBy(makes::run).withMessageContaining("1 to 64 whole characters");
    }
}
