package io.wsgateway.internal.session;

import java.util.concurrent.ConcurrentHashMap;

/** The distinct guilds with a subscriber on this instance: a guild on several lanes counts once. Thread-safe. */
public final class GuildCounter {
    private final ConcurrentHashMap<String, Integer> lanes = new ConcurrentHashMap<>();

    /** A lane has its first subscriber of the guild. */
    void enter(String guildId) {
        lanes.merge(guildId, 1, Integer::sum);
    }

    /** A lane has lost its last subscriber of the guild. */
    void leave(String guildId) {
        lanes.computeIfPresent(guildId, (id, n) -> n == 1 ? null : n - 1);
    }

    public int size() {
        return lanes.size();
    }
}
