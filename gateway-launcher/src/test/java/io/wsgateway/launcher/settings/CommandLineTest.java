package io.wsgateway.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    @Test
    void bothSpellingsOfAFlagAreRead() {
        CommandLine line = CommandLine.parse("--ws-port", "1", "--auth-jwt-jwks-uri=https://a/?b=c");

        assertThat(line.problems()).isEmpty();
        assertThat(line.settings())
                .containsExactly(
                        new RawSetting("ws.port", "1", "flag --ws-port"),
                        new RawSetting("auth.jwt.jwks-uri", "https://a/?b=c", "flag --auth-jwt-jwks-uri"));
    }

    @Test
    void theLastOfTwoEqualFlagsCounts() {
        assertThat(CommandLine.parse("--ws-port=1", "--ws-port", "2").settings())
                .containsExactly(new RawSetting("ws.port", "2", "flag --ws-port"));
    }

    @Test
    void helpVersionAndConfigAreKnown() {
        assertThat(CommandLine.parse("--help").help()).isTrue();
        assertThat(CommandLine.parse("--version").version()).isTrue();
        assertThat(CommandLine.parse("--config", "a.properties").config())
                .isEqualTo(new RawSetting("config", "a.properties", "flag --config"));
    }

    @ParameterizedTest
    @CsvSource({"--ws-port", "--ws-port --http-port 1"})
    void aFlagWithoutAValueIsAProblem(String args) {
        assertThat(CommandLine.parse(args.split(" ")).problems())
                .extracting(Problem::what)
                .containsExactly("--ws-port needs a value");
    }

    @ParameterizedTest
    @CsvSource({
        "--ws-prot, did you mean --ws-port?",
        "--wsport, did you mean --ws-port?",
        "--htpt-port, did you mean --http-port?",
        "--admin-tokn, did you mean --admin-token?",
        "--confg, did you mean --config?",
        "--frobnicate-everything, remove it; --help lists all settings"
    })
    void anUnknownFlagIsAProblemThatKnowsWhatWasMeant(String flag, String fix) {
        assertThat(CommandLine.parse(flag, "value").problems())
                .containsExactly(new Problem("unknown setting: " + flag, "flag " + flag, fix));
    }

    @Test
    void anUnknownFlagsValueIsNotShown() {
        assertThat(CommandLine.parse("--admin-tokn=hunter2", "--admin-tokn", "hunter2")
                        .problems())
                .hasSize(2)
                .asString()
                .doesNotContain("hunter2");
    }

    @Test
    void wordsWithoutAFlagAreAProblem() {
        assertThat(CommandLine.parse("serve").problems())
                .extracting(Problem::what)
                .containsExactly("argument 1 is neither a flag nor the value of one");
    }
}
