package io.wsgateway.internal.session;

import io.wsgateway.protocol.ClientMessage.Resume;
import io.wsgateway.protocol.ServerMessage.NotRecovered;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A resume that is being fulfilled. */
final class ResumeProgress {
    final Resume command;
    /** Guilds that were not permitted, or beyond the limit. */
    final List<String> refused;

    /** Why nothing is replayed; null: everything is. */
    final @Nullable NotRecovered reason;

    private long events;

    ResumeProgress(Resume command, List<String> refused, @Nullable NotRecovered reason) {
        this.command = command;
        this.refused = refused;
        this.reason = reason;
    }

    void replayed() {
        events++;
    }

    long events() {
        return events;
    }
}
