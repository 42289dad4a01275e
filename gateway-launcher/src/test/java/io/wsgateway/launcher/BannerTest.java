package io.wsgateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BannerTest {

    @Test
    void theBannerHasEverythingToOpenAndToPaste() {
        assertThat(Banner.text("ws://127.0.0.1:3005/", "http://127.0.0.1:3006", "t.o.k", false))
                .isEqualTo("""

                        WebSocket Gateway in development mode: not for production, reachable from this machine only.

                          Demo page   http://127.0.0.1:3006/demo
                          WebSocket   ws://127.0.0.1:3005/
                          HTTP        http://127.0.0.1:3006/health
                          Swagger     http://127.0.0.1:3006/swagger

                        A token for user alice, guilds general and random:

                          t.o.k

                        Publish an event:

                          curl -H 'Content-Type: application/json' -d '{"event":"message.create","guildId":"general","data":{"content":"Hello!"}}' http://127.0.0.1:3006/api/v1/events

                        To leave development mode set GATEWAY_AUTH_JWT_SECRET (or GATEWAY_AUTH_JWT_JWKS_URI) and GATEWAY_ADMIN_TOKEN; --help says more.

                        """);
    }

    @Test
    void anAdminTokenIsNamedAndNotShown() {
        assertThat(Banner.text("ws://a/", "http://b", "t.o.k", true))
                .contains("curl -H \"Authorization: Bearer $GATEWAY_ADMIN_TOKEN\" -H 'Content-Type");
    }
}
