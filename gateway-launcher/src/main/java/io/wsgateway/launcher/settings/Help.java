package io.wsgateway.launcher.settings;

/** What {@code --help} prints: every setting, from the catalogue. */
public final class Help {
    private static final String HEAD = """
            Usage: java -jar gateway.jar [--KEY VALUE]...

            Delivers the events of your services to WebSocket clients. Without any setting it
            starts in development mode: on this machine only, with a ready token to try it.

            Each setting is a flag (--ws-port 3005), an environment variable (GATEWAY_WS_PORT)
            or a line of a settings file (ws.port=3005); flags beat variables, variables beat
            the file. Durations: 500ms 30s 2m 24h. Sizes: 512B 16KiB 256MiB 1GiB.

              --config FILE
                  The settings file (GATEWAY_CONFIG).
              --help
              --version
            """;

    private Help() {}

    public static String text() {
        StringBuilder text = new StringBuilder(HEAD);
        for (Setting<?> setting : SettingDefinitions.all()) {
            text.append("\n  ")
                    .append(setting.flag())
                    .append(' ')
                    .append(setting.type().shape())
                    .append('\n');
            text.append("      ").append(setting.meaning()).append('\n');
            if (!setting.shownDefault().isEmpty()) {
                text.append("      Default: ").append(setting.shownDefault()).append('\n');
            }
            if (setting.secret()) {
                text.append("      From a file: ")
                        .append(Setting.flag(setting.fileKey()))
                        .append(" FILE\n");
            }
        }
        return text.toString();
    }
}
