package io.wsgateway.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A canary in every setting that can hold a secret, in every place and wrong in every way: nothing that is said repeats it. */
class SecretsStaySecretTest {
    private static final String CANARY = "canary";

    /** Each is wrong for one kind of setting at least. */
    private static final List<String> FORMS = List.of(
            "canary",
            "canary canary",
            "canary#\u0001",
            "redis://u:canary",
            "redis://u:canary#x@h:6379",
            "redis://u:First#canary@h:6379",
            "redis://u:canary/x@h:6379",
            "redis://u:canary?x@h:6379",
            "redis://u:canary@h:6379/db",
            "redis://u:canary@h:6379?ssl=canary",
            "redis://u:can ary canary@h:6379",
            "redis://u:%canary@h:6379",
            "redis+sentinel://u:canary@one:26379,two:26379",
            "redis+sentinel://u:canary#@one:26379,two:26379/main",
            "amqp://u:canary#x@h",
            "amqp://u:canary/x@h/a/b",
            "amqp://u:canary@h/a/b",
            "amqp://u:%canary@h",
            "https://u:canary@",
            "https://u:canary@h/keys?canary#canary",
            "ftp://u:canary@h/keys",
            "http://u:ca nary canary@h");

    @TempDir
    Path folder;

    static Stream<String> forms() {
        return FORMS.stream();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void noProblemRepeatsIt(String form) throws Exception {
        for (Setting<?> setting : SettingDefinitions.all()) {
            if (setting.shown() == Setting.Shown.ALL) {
                continue;
            }
            Path settings = Files.writeString(
                    folder.resolve("a.properties"), setting.key() + "=" + form.replace("\\", "\\\\") + "\n");
            Path secret = Files.writeString(folder.resolve("secret"), form);

            said(Map.of(), setting.flag() + "=" + form);
            said(Map.of(setting.variable(), form));
            said(Map.of(), "--config=" + settings);
            // Both, so that there is a problem in any case, and with every rule between settings.
            said(Map.of(setting.variable(), form, Setting.variable(setting.fileKey()), form), "--ws-host=0.0.0.0");
            if (setting.secret()) {
                said(Map.of(), Setting.flag(setting.fileKey()) + "=" + secret, "--ws-host=0.0.0.0");
                said(Map.of(Setting.variable(setting.fileKey()), form));
            }
        }
    }

    @Test
    void neitherDoesOneAboutASecretInTheWrongPlace() throws Exception {
        said(Map.of(), "canary");
        said(Map.of(), "admin.token=canary");
        said(Map.of(), "--canary123");
        said(Map.of(), "--admin-tokn=canary");
        said(Map.of(), "--admin-tokn", "canary");
        Path secret = Files.writeString(folder.resolve("secret"), "canary123\nadmin.tokn canary\n");
        said(Map.of("GATEWAY_CONFIG", secret.toString()));
        said(Map.of("GATEWAY_ADMIN_TOKN", "canary"));
    }

    @Test
    void aKeyServersAddressIsShownWithoutItsLogin() throws Exception {
        Settings settings = SettingsReader.read(
                CommandLine.parse("--auth-jwt-jwks-uri=https://u:canary@h/keys?k=canary", "--rabbit-uri=amqp://h"),
                Map.of());

        assertThat(settings.given(SettingDefinitions.JWKS_URI))
                .isEqualTo("auth.jwt.jwks-uri=https://***@h/keys?*** by flag --auth-jwt-jwks-uri");
    }

    private static void said(Map<String, String> environment, String... flags) {
        try {
            Settings settings = SettingsReader.read(CommandLine.parse(flags), environment);
            SettingDefinitions.all()
                    .forEach(setting -> assertThat(settings.given(setting)).doesNotContain(CANARY));
        } catch (SettingsException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain(CANARY);
        }
    }
}
