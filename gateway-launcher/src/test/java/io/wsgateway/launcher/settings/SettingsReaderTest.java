package io.wsgateway.launcher.settings;

import static io.wsgateway.launcher.settings.ReadSettings.SECRET;
import static io.wsgateway.launcher.settings.ReadSettings.TOKEN;
import static io.wsgateway.launcher.settings.ReadSettings.read;
import static io.wsgateway.launcher.settings.ReadSettings.refusal;
import static io.wsgateway.launcher.settings.ReadSettings.what;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where values come from, and what is said about those that can't be used. */
class SettingsReaderTest {
    @TempDir
    Path folder;

    @Test
    void nothingSaidIsDevelopmentModeOnThisMachine() throws Exception {
        Settings settings = read(Map.of());

        assertThat(settings.developmentMode()).isTrue();
        assertThat(settings.value(SettingDefinitions.WS_HOST)).isEqualTo("127.0.0.1");
        assertThat(settings.value(SettingDefinitions.HTTP_HOST)).isEqualTo("127.0.0.1");
        assertThat(settings.value(SettingDefinitions.WS_PORT)).isEqualTo(3005);
        assertThat(settings.value(SettingDefinitions.RESUME_BYTES)).isEqualTo(256L << 20);
        assertThat(settings.value(SettingDefinitions.NODE_ID)).hasSize(16);
        assertThat(settings.given(SettingDefinitions.WS_PORT)).isEqualTo("ws.port=3005 by default");
    }

    @Test
    void withAKeyTheGatewayListensOnAllAddresses() throws Exception {
        Settings settings = read(Map.of("GATEWAY_AUTH_JWT_SECRET", SECRET, "GATEWAY_ADMIN_TOKEN", TOKEN));

        assertThat(settings.developmentMode()).isFalse();
        assertThat(settings.value(SettingDefinitions.WS_HOST)).isEqualTo("0.0.0.0");
        assertThat(settings.find(SettingDefinitions.JWT_SECRET)).contains(SECRET);
    }

    @Test
    void aKeyServerIsAKeyToo() throws Exception {
        Settings settings = read(Map.of("GATEWAY_AUTH_JWT_JWKS_URI", "https://a/b", "GATEWAY_ADMIN_TOKEN", TOKEN));

        assertThat(settings.developmentMode()).isFalse();
        assertThat(settings.find(SettingDefinitions.JWKS_URI)).contains(URI.create("https://a/b"));
    }

    @Test
    void flagsBeatVariablesAndVariablesBeatTheFile() throws Exception {
        Path file = write("gateway.properties", "ws.port=1\nhttp.port=2\ndrain.rate=3\n");

        Settings settings = read(
                Map.of("GATEWAY_WS_PORT", "10", "GATEWAY_HTTP_PORT", "20", "GATEWAY_CONFIG", file.toString()),
                "--ws-port=100");

        assertThat(settings.given(SettingDefinitions.WS_PORT)).isEqualTo("ws.port=100 by flag --ws-port");
        assertThat(settings.given(SettingDefinitions.HTTP_PORT))
                .isEqualTo("http.port=20 by environment variable GATEWAY_HTTP_PORT");
        assertThat(settings.given(SettingDefinitions.DRAIN_RATE)).isEqualTo("drain.rate=3 by " + file + ":3");
        assertThat(settings.value(SettingDefinitions.DRAIN_RATE)).isEqualTo(3);
    }

    @Test
    void aSecretCanLieInAFile() throws Exception {
        Path secret = write("secret", SECRET + "\n");
        Path token = write("token", TOKEN);

        Settings settings =
                read(Map.of("GATEWAY_AUTH_JWT_SECRET_FILE", secret.toString()), "--admin-token-file", token.toString());

        assertThat(settings.find(SettingDefinitions.JWT_SECRET)).contains(SECRET);
        assertThat(settings.find(SettingDefinitions.ADMIN_TOKEN)).contains(TOKEN);
        assertThat(settings.given(SettingDefinitions.JWT_SECRET))
                .isEqualTo("auth.jwt.secret=******** by environment variable GATEWAY_AUTH_JWT_SECRET_FILE, file "
                        + secret);
    }

    @Test
    void aSecretsFileThatHoldsNothingIsAProblem() throws Exception {
        assertThat(what(Map.of("GATEWAY_ADMIN_TOKEN_FILE", write("empty", "\n").toString())))
                .containsExactly("the file of admin.token-file can't be read: it is empty");
        assertThat(what(Map.of(
                        "GATEWAY_ADMIN_TOKEN_FILE", folder.resolve("none").toString())))
                .containsExactly("the file of admin.token-file can't be read: there is no such file");
    }

    @Test
    void aSecretBothItselfAndAsAFileIsAProblem() throws Exception {
        assertThat(what(Map.of("GATEWAY_ADMIN_TOKEN", TOKEN, "GATEWAY_ADMIN_TOKEN_FILE", "x")))
                .containsExactly("admin.token is given both itself and as a file");
        assertThat(read(
                                Map.of(
                                        "GATEWAY_ADMIN_TOKEN_FILE",
                                        write("t", TOKEN).toString()),
                                "--admin-token=" + TOKEN.toUpperCase(Locale.ROOT))
                        .find(SettingDefinitions.ADMIN_TOKEN))
                .contains(TOKEN.toUpperCase(Locale.ROOT));
    }

    @Test
    void anEmptyValueIsAProblemAndNotTheDefault() {
        assertThat(what(Map.of("GATEWAY_AUTH_JWT_SECRET", ""))).contains("auth.jwt.secret is empty");
    }

    @Test
    void allProblemsAreListedAtOnce() throws Exception {
        Path file = write("gateway.properties", "ws.prot=1\nresume.window=2\n");
        SettingsException refusal = refusal(
                Map.of(
                        "GATEWAY_AUTH_JWT_SECRET",
                        "hunter2",
                        "GATEWAY_HTTP_PROT",
                        "1",
                        "GATEWAY_CONFIG",
                        file.toString()),
                "--heartbeat-timeout=10s",
                "--guilds-acces=open",
                "--guilds-access=closed");

        assertThat(refusal.getMessage().replace(folder.toString(), "FOLDER")).isEqualTo("""
                        The gateway did not start: there are 8 problems.

                        1. unknown setting: --guilds-acces
                           given: flag --guilds-acces
                           fix:   did you mean --guilds-access?

                        2. unknown setting: GATEWAY_HTTP_PROT
                           given: environment variable GATEWAY_HTTP_PROT
                           fix:   did you mean GATEWAY_HTTP_PORT?

                        3. unknown setting: ws.prot
                           given: FOLDER/gateway.properties:1
                           fix:   did you mean ws.port?

                        4. auth.jwt.secret is too short: 7 bytes, and HS256 needs 32 or more
                           given: auth.jwt.secret=******** by environment variable GATEWAY_AUTH_JWT_SECRET
                           fix:   make one with: openssl rand -base64 48

                        5. guilds.access is none of its choices
                           given: guilds.access=closed by flag --guilds-access
                           fix:   use claim or open

                        6. resume.window is not a duration
                           given: resume.window=2 by FOLDER/gateway.properties:2
                           fix:   use a number with a unit: ms, s, m, h or d, such as 500ms, 30s or 24h

                        7. no event could ever come in: there is no RabbitMQ, and POST /api/v1/events needs admin.token
                           given: rabbit.uri is not set, admin.token is not set
                           fix:   set rabbit.uri, or for events over HTTP: GATEWAY_ADMIN_TOKEN=$(openssl rand -base64 48)

                        8. heartbeat.timeout must be longer than heartbeat.interval, or every client is closed
                           given: heartbeat.timeout=10s by flag --heartbeat-timeout, heartbeat.interval=30s by default
                           fix:   make the timeout twice the interval, so that one lost heartbeat does no harm
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {" 60s ", "60s\r", "\uFEFF60s", "\t60s\n", "\u00A060s"})
    void whatSurroundsAValueDoesNotBelongToIt(String value) throws Exception {
        Path file = Files.writeString(folder.resolve("a.properties"), "\uFEFFresume.window=" + value.strip() + "\r\n");

        assertThat(read(Map.of("GATEWAY_RESUME_WINDOW", value)).value(SettingDefinitions.RESUME_WINDOW))
                .hasSeconds(60);
        assertThat(read(Map.of(), "--resume-window", value).value(SettingDefinitions.RESUME_WINDOW))
                .hasSeconds(60);
        assertThat(read(Map.of(), "--config", " " + file + "\r").value(SettingDefinitions.RESUME_WINDOW))
                .hasSeconds(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF%s", "%s\r\n", " %s ", "\uFEFF %s\u00A0\n"})
    void whatSurroundsASecretInItsFileDoesNotBelongToIt(String text) throws Exception {
        Path file = write("secret", text.formatted(SECRET));

        assertThat(read(Map.of("GATEWAY_AUTH_JWT_SECRET_FILE", file.toString(), "GATEWAY_ADMIN_TOKEN", TOKEN))
                        .find(SettingDefinitions.JWT_SECRET))
                .contains(SECRET);
    }

    @Test
    void aValueOfBlanksIsEmpty() {
        assertThat(what(Map.of("GATEWAY_RESUME_WINDOW", " \r\n"))).containsExactly("resume.window is empty");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
