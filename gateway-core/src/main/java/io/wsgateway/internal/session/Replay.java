package io.wsgateway.internal.session;

import io.wsgateway.protocol.ClientMessage.Resume;
import io.wsgateway.protocol.ServerMessage.NotRecovered;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A resume that is being fulfilled. */
final class Replay {
    final Resume command;
    /** Guilds that were not permitted, or beyond the limit. */
    final List<String> refused;

    /** Why nothing is replayed; null: everything is. */
    final @Nullable NotRecovered reason;

    private final Map<String, Long> from;
    private long events;

    /** @param from guilds of which only entries from this number on may be replayed */
    Replay(Resume command, List<String> refused, Map<String, Long> from, @Nullable NotRecovered reason) {
        this.command = command;
        this.refused = refused;
        this.from = from;
        this.reason = reason;
    }

    boolean permits(String guildId, long seq) {
        Long first = from.get(guildId);
        return first == null || seq >= first;
    }

    void replayed() {
        events++;
    }

    long events() {
        return events;
    }
}
