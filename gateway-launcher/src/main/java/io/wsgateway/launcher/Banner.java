package io.wsgateway.launcher;

import io.wsgateway.launcher.settings.SettingDefinitions;

/** What the console shows in development mode: everything to open and to paste, and the way out. */
final class Banner {
    private Banner() {}

    /**
     * @param httpUrl without a slash at its end
     * @param adminToken whether one is set; it is never shown
     */
    static String text(String webSocketUrl, String httpUrl, String token, boolean adminToken) {
        String authorization = adminToken
                ? " -H \"Authorization: Bearer $%s\"".formatted(SettingDefinitions.ADMIN_TOKEN.variable())
                : "";
        return """

                WebSocket Gateway in development mode: not for production, reachable from this machine only.

                  Demo page   %2$s/demo
                  WebSocket   %1$s
                  HTTP        %2$s/health
                  Swagger     %2$s/swagger

                A token for user %3$s, guilds %4$s:

                  %5$s

                Publish an event:

                  curl%6$s -H 'Content-Type: application/json' -d '{"event":"message.create","guildId":"general","data":{"content":"Hello!"}}' %2$s/api/v1/events

                To leave development mode set %7$s (or %8$s) and %9$s; --help says more.

                """.formatted(
                        webSocketUrl,
                        httpUrl,
                        DevelopmentMode.USER,
                        String.join(" and ", DevelopmentMode.GUILDS),
                        token,
                        authorization,
                        SettingDefinitions.JWT_SECRET.variable(),
                        SettingDefinitions.JWKS_URI.variable(),
                        SettingDefinitions.ADMIN_TOKEN.variable());
    }
}
