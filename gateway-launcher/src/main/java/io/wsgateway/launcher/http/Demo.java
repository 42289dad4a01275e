package io.wsgateway.launcher.http;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Supplier;

/**
 * What the demo page connects with.
 *
 * @param webSocketUrl asked for when the page asks: the port is known once the gateway listens
 */
public record Demo(Supplier<String> webSocketUrl, String token, String userId, List<String> guilds) {
    public Demo {
        requireNonNull(webSocketUrl, "webSocketUrl");
        requireNonNull(token, "token");
        requireNonNull(userId, "userId");
        guilds = List.copyOf(guilds);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Demo[" + userId + ", " + guilds + "]";
    }
}
