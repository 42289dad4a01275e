package io.wsgateway.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.wsgateway.auth.DevelopmentTokens;
import io.wsgateway.crowd.EventText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Who connects: a user with a token for one guild, and the guild that it will subscribe to. */
record Login(int guild, String token) {
    /** Of servers that listen on loopback for as long as the benchmark runs. */
    static final byte[] SECRET = "known to all: for the benchmark only, never elsewhere".getBytes(US_ASCII);

    /** As many users for each guild. */
    static List<Login> users(int guilds, int perGuild) {
        Instant now = Instant.now();
        List<Login> logins = new ArrayList<>();
        for (int i = 0; i < guilds * perGuild; i++) {
            int guild = i % guilds;
            List<String> rights = List.of(EventText.guildId(guild));
            logins.add(
                    new Login(guild, DevelopmentTokens.sign(SECRET, "user-" + i, rights, now, Duration.ofHours(12))));
        }
        return logins;
    }
}
