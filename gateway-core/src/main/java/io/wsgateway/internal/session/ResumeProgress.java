package io.wsgateway.internal.session;

import io.wsgateway.internal.wire.ClientMessage.Resume;
import io.wsgateway.internal.wire.ServerMessage.NotRecovered;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A resume that is being fulfilled. */
public final class ResumeProgress {
    public final Resume command;
    /** Guilds that were not permitted, or beyond the limit. */
    public final List<String> refused;

    /** Why nothing is replayed; null: everything is. */
    public final @Nullable NotRecovered reason;

    private long events;

    public ResumeProgress(Resume command, List<String> refused, @Nullable NotRecovered reason) {
        this.command = command;
        this.refused = refused;
        this.reason = reason;
    }

    public void replayed() {
        events++;
    }

    public long events() {
        return events;
    }
}
