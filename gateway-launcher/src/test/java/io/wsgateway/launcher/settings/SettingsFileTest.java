package io.wsgateway.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {

    @Test
    void eachValueKnowsItsLine() {
        SettingsFile file = SettingsFile.parse(
                "a.properties",
                List.of(
                        "# a comment \\",
                        "",
                        "ws.port = 1",
                        "! another",
                        "auth.jwt.issuer: https\\://\\",
                        "   a",
                        "http.port=2 "));

        assertThat(file.problems()).isEmpty();
        assertThat(file.settings())
                .containsExactly(
                        new RawSetting("ws.port", "1", "a.properties:3"),
                        new RawSetting("auth.jwt.issuer", "https://a", "a.properties:5"),
                        new RawSetting("http.port", "2", "a.properties:7"));
    }

    @Test
    void anUnknownKeyIsAProblemThatKnowsWhatWasMeant() {
        assertThat(SettingsFile.parse("a", List.of("", "ws.prot=1")).problems())
                .containsExactly(new Problem("unknown setting: ws.prot", "a:2", "did you mean ws.port?"));
    }

    @Test
    void aKeyThatIsSetTwiceIsAProblem() {
        assertThat(SettingsFile.parse("a", List.of("ws.port=1", "ws.port=2")).problems())
                .extracting(Problem::given)
                .containsExactly("a:1 and a:2");
    }

    @Test
    void aBrokenEscapeIsAProblem() {
        assertThat(SettingsFile.parse("a", List.of("node.id=\\u12")).problems())
                .extracting(Problem::given)
                .containsExactly("a:1");
    }

    @Test
    void aFileThatCannotBeReadIsAProblem(@TempDir Path folder) throws IOException {
        Path latin = folder.resolve("latin.properties");
        Files.write(latin, "node.id=ü".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(problem(latin)).isEqualTo("the settings file can't be read: it is not UTF-8 text");
        assertThat(problem(folder.resolve("none"))).isEqualTo("the settings file can't be read: there is no such file");
        assertThat(problem(folder)).startsWith("the settings file can't be read: ");
    }

    private static String problem(Path file) {
        return SettingsFile.read(new RawSetting("config", file.toString(), "flag --config"))
                .problems()
                .get(0)
                .what();
    }
}
