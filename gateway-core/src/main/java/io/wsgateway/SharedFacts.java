package io.wsgateway;

import io.wsgateway.spi.GuildAccess;
import io.wsgateway.spi.TokenVerifier;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What all instances of a deployment must have alike, by the names of their settings. */
final class SharedFacts {
    private SharedFacts() {}

    static Map<String, String> of(GatewayConfig config, GuildAccess guildAccess, TokenVerifier verifier) {
        Map<String, String> facts = new TreeMap<>(verifier.sharedFacts());
        facts.put("auth.jwt.max-life", config.maxTokenLife().toString());
        facts.put("guilds.access", name(guildAccess));
        facts.put("resume.window", config.resume().window().toString());
        facts.put("subscriptions.scope", config.scope().name().toLowerCase(Locale.ROOT));
        return facts;
    }

    private static String name(GuildAccess access) {
        return access == GuildAccess.CLAIM ? "claim" : access == GuildAccess.OPEN ? "open" : "other";
    }
}
