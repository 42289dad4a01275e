package io.wsgateway.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
    private static final long HEAP = 4L << 30;
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String TOKEN = "an-admin-token-of-34-characters...";

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

    @ParameterizedTest
    @CsvSource({"--ws-host, ws.host", "--http-host, http.host"})
    void developmentModeStaysOnThisMachine(String flag, String key) {
        assertThat(what(Map.of(), flag + "=0.0.0.0"))
                .containsExactly(key + " can be reached from other machines, but tokens have no key of yours");
        assertThat(what(Map.of(), flag + "=192.0.2.7")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "127.1.2.3", "::1", "localhost"})
    void developmentModeTakesAnyAddressOfThisMachine(String host) throws Exception {
        assertThat(read(Map.of(), "--ws-host=" + host).value(SettingDefinitions.WS_HOST))
                .isEqualTo(host);
    }

    @Test
    void aKeyAndNoWayForEventsIsAProblem() throws Exception {
        assertThat(what(Map.of("GATEWAY_AUTH_JWT_SECRET", SECRET)))
                .containsExactly(
                        "no event could ever come in: there is no RabbitMQ, and POST /api/v1/events needs admin.token");
        assertThat(read(Map.of("GATEWAY_AUTH_JWT_SECRET", SECRET), "--rabbit-uri=amqp://127.0.0.1")
                        .find(SettingDefinitions.RABBIT_URI))
                .contains("amqp://127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "rabbit-uri, http://ann:hunter2@host",
        "rabbit-uri, amqp://ann:hun ter2@host",
        "rabbit-uri, amqp://ann:hunter2@host/a/b",
        "rabbit-uri, amqp://ann:hunter2@host?ssl=true",
        "rabbit-uri, amqp://ann:hunter2#x@host",
        "rabbit-uri, amqp://ann:hunter2/x@host",
        "rabbit-uri, amqp://ann:hunter2?x@host",
        "rabbit-uri, amqp://hunter2@host",
        "redis-uri, redis://ann:hun ter2@host:6379",
        "redis-uri, redis://ann:hunter2@host:6379/db",
        "redis-uri, http://ann:hunter2@host:6379",
        "redis-uri, 'redis+sentinel://ann:hunter2@one:26379,two:26379'",
        "redis-uri, 'redis+sentinel://ann:hunter2@one:26379,two:/main'",
        "redis-uri, 'redis://ann:hunter2@one:6379,two:6379'",
        "redis-uri, redis://ann:hunter2@host:6379?ssl=true",
        "redis-uri, redis://ann:hunter2#x@host:6379",
        "redis-uri, redis://ann:hunter2/x@host:6379",
        "redis-uri, redis://ann:hunter2?x@host:6379",
        "redis-uri, redis://hunter2@host:6379"
    })
    void whatIsNoAddressOfAServerIsRefusedWithoutItsPassword(String flag, String uri) {
        SettingsException refusal = refusal(Map.of(), "--" + flag + "=" + uri);

        assertThat(refusal.problems()).hasSize(1);
        assertThat(refusal)
                .hasMessageContaining(flag.replace('-', '.') + " ")
                .hasMessageContaining("is not an address of");
        assertThat(refusal.getMessage()).doesNotContain("hunter2", "hun ter2", "ann:");
    }

    @Test
    void anAddressOfRedisMayListSentinelsAndOneThatNamesNoMasterSaysHow() throws Exception {
        String uri = "redis+sentinel://ann:hunter2@one:26379,two:26379/main";
        assertThat(read(withKey(), "--redis-uri=" + uri).find(SettingDefinitions.REDIS_URI))
                .contains(URI.create(uri));
        assertThat(refusal(Map.of(), "--redis-uri=redis+sentinel://one:26379,two:26379"))
                .hasMessageContaining("redis.uri is not an address of Redis")
                .hasMessageContaining("is the master's name, as in redis+sentinel://10.0.0.1:26379/mymaster");
    }

    @Test
    void wordsAboutTokensWithoutAKeyAreAProblem() throws Exception {
        assertThat(what(Map.of(), "--auth-jwt-issuer=https://a", "--auth-jwt-user-claim=uid"))
                .containsExactly(
                        "auth.jwt.issuer is about tokens of yours, but there is no key to check them with",
                        "auth.jwt.user-claim is about tokens of yours, but there is no key to check them with");
        assertThat(read(Map.of(), "--auth-jwt-max-life=1h").developmentMode()).isTrue();
    }

    @Test
    void twoKeysAreAProblem() {
        assertThat(what(Map.of(
                        "GATEWAY_AUTH_JWT_SECRET", SECRET,
                        "GATEWAY_AUTH_JWT_JWKS_URI", "https://a/b",
                        "GATEWAY_ADMIN_TOKEN", TOKEN)))
                .containsExactly("auth.jwt.secret and auth.jwt.jwks-uri are both set");
    }

    @Test
    void twoListenersOnOnePortAreAProblem() throws Exception {
        assertThat(what(Map.of(), "--ws-port=7", "--http-port=7"))
                .containsExactly("WebSocket and HTTP can't share a port");
        assertThat(read(Map.of(), "--ws-port=7", "--http-port=7", "--ws-host=127.0.0.2")
                        .value(SettingDefinitions.WS_PORT))
                .isEqualTo(7);
        assertThat(read(Map.of(), "--ws-port=0", "--http-port=0").value(SettingDefinitions.WS_PORT))
                .isZero();
    }

    @Test
    void aHeartbeatTimeoutWithinTheIntervalIsAProblem() {
        assertThat(what(Map.of(), "--heartbeat-interval=60s")).hasSize(1);
    }

    @Test
    void theWindowTakesAtMostAQuarterOfTheHeap() throws Exception {
        assertThat(SettingsReader.read(CommandLine.parse(), Map.of(), 128L << 20)
                        .value(SettingDefinitions.RESUME_BYTES))
                .isEqualTo(32L << 20);
        assertThat(what(Map.of(), "--resume-bytes=1025MiB"))
                .containsExactly("resume.bytes is more than a quarter of the heap, which has 4GiB");
    }

    @Test
    void aWrongValueIsNotAlsoMissing() {
        assertThat(what(Map.of("GATEWAY_AUTH_JWT_SECRET", "short", "GATEWAY_ADMIN_TOKEN", "a b"), "--ws-host=0.0.0.0"))
                .containsExactly(
                        "auth.jwt.secret is too short: 5 bytes, and HS256 needs 32 or more",
                        "admin.token does not fit into an HTTP header");
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
    @CsvSource({"rabbit-uri, amqp://127.0.0.1", "redis-uri, redis://127.0.0.1"})
    void aLostKeyBesideWhatOthersShareIsNoDevelopmentMode(String flag, String uri) {
        assertThat(what(Map.of("GATEWAY_WS_HOST", "127.0.0.1", "GATEWAY_ADMIN_TOKEN", TOKEN), "--" + flag + "=" + uri))
                .containsExactly("there is no key to check tokens with, but " + flag.replace('-', '.')
                        + " is set: development mode is alone");
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

    private static Map<String, String> withKey() {
        return Map.of("GATEWAY_AUTH_JWT_SECRET", SECRET, "GATEWAY_ADMIN_TOKEN", TOKEN);
    }

    private static Settings read(Map<String, String> environment, String... flags) throws SettingsException {
        return SettingsReader.read(CommandLine.parse(flags), environment, HEAP);
    }

    private static List<String> what(Map<String, String> environment, String... flags) {
        return refusal(environment, flags).problems().stream()
                .map(Problem::what)
                .toList();
    }

    private static SettingsException refusal(Map<String, String> environment, String... flags) {
        return catchThrowableOfType(SettingsException.class, () -> read(environment, flags));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
