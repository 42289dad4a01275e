package io.wsgateway.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypesTest {

    @ParameterizedTest
    @CsvSource({"500ms, 500", "30s, 30000", "2m, 120000", "24h, 86400000", "1d, 86400000"})
    void durationsHaveUnits(String text, long millis) {
        assertThat(ValueTypes.duration().parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "s", "-1s", "1.5s", "30 s", "30S", "PT30S", "9999999999s", "0s"})
    void otherDurationsAreRefused(String text) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> ValueTypes.duration().parse(text));
    }

    @Test
    void someDurationsMayBeZero() {
        assertThat(ValueTypes.durationOrZero().parse("0s")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "512B, 512", "16KiB, 16384", "256MiB, 268435456", "1GiB, 1073741824"})
    void sizesHaveBinaryUnits(String text, long bytes) {
        assertThat(ValueTypes.size().parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0MiB", "-1", "16KB", "16kib", "16 KiB", "1.5MiB", "many"})
    void otherSizesAreRefused(String text) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> ValueTypes.size().parse(text));
    }

    @ParameterizedTest
    @CsvSource({"1, 1B", "1024, 1KiB", "1536, 1536B", "268435456, 256MiB", "2147483648, 2GiB"})
    void sizesAreShownInTheirShortestExactForm(long bytes, String text) {
        assertThat(Sizes.format(bytes)).isEqualTo(text);
    }

    @Test
    void whatLiesInOneArrayHasABound() {
        assertThat(ValueTypes.arraySize().parse("1GiB")).isEqualTo(1 << 30);
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> ValueTypes.arraySize().parse("2GiB"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "0.0.0.0",
                "::",
                "::1",
                "[::1]",
                "localhost",
                "gateway-1.example.com",
                "fe80::1%eth0"
            })
    void hostsAreNamesOrAddresses(String text) {
        assertThat(ValueTypes.host().parse(text)).isEqualTo(text.replaceAll("[\\[\\]]", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "localhost:3005", "a b", "*", "10.0.0.0/8"})
    void otherHostsAreRefused(String text) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> ValueTypes.host().parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "http", "3005.0", "99999999999999999999"})
    void otherPortsAreRefused(String text) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> ValueTypes.port().parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwks", "ftp://example.com/a", "https://", "https:// example.com", "//example.com"})
    void otherWebAddressesAreRefused(String text) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> ValueTypes.webAddress().parse(text));
    }

    @Test
    void aSecretIsCountedInBytes() {
        assertThat(ValueTypes.signingSecret().parse("ü".repeat(16))).hasSize(16);
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> ValueTypes.signingSecret().parse("a".repeat(31)))
                .satisfies(e -> assertThat(e.what()).contains("31 bytes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "ümlaut", "a=b", "quo\"te", "line\nbreak"})
    void anAdminTokenFitsIntoAHeader(String text) {
        assertThat(ValueTypes.bearerToken().parse("aB3+/9_.~-012345==")).isEqualTo("aB3+/9_.~-012345==");
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> ValueTypes.bearerToken().parse(text));
    }

    @Test
    void anAdminTokenCannotBeGuessed() {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> ValueTypes.bearerToken().parse("a".repeat(15)))
                .satisfies(e -> assertThat(e.what()).isEqualTo("is too short: 15 characters, and 16 are the least"));
        assertThat(ValueTypes.bearerToken().parse("a".repeat(16))).hasSize(16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\tb", "a\u0000b", "a\u0085b"})
    void aTextStandsOnOneLine(String text) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> ValueTypes.text(64).parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/ws", "/a/b/", "/v1.0/~x"})
    void pathIsOneThatAClientWritesAsItIs(String text) {
        assertThat(ValueTypes.path().parse(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "//", "//evil", "/a b", "/{x}", "/%20", "/a?b", "/a#b", "/\u00fc", "http://h/"})
    void otherPathsAreRefusedWithAnExample(String text) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> ValueTypes.path().parse(text))
                .satisfies(e -> assertThat(e.fix()).contains("/ws"));
    }

    @Test
    void yesAndNoAreTrueAndFalse() {
        assertThat(ValueTypes.yesOrNo().parse("true")).isTrue();
        assertThat(ValueTypes.yesOrNo().parse("false")).isFalse();
        for (String text : new String[] {"yes", "1", "TRUE", "on"}) {
            assertThatExceptionOfType(InvalidValue.class)
                    .isThrownBy(() -> ValueTypes.yesOrNo().parse(text));
        }
    }

    @Test
    void headersHaveASizeThatAHandshakeFitsInto() {
        assertThat(ValueTypes.headerSize().parse("16KiB")).isEqualTo(16 << 10);
        for (String text : new String[] {"1023B", "2MiB"}) {
            assertThatExceptionOfType(InvalidValue.class)
                    .isThrownBy(() -> ValueTypes.headerSize().parse(text));
        }
    }
}
