package io.wsgateway.sync.redis;

import io.wsgateway.spi.Health;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What works and what doesn't, for operators: the health, and one log line per change. Thread-safe. */
final class Condition {
    private static final Logger LOG = LoggerFactory.getLogger(Condition.class);

    /** What has to work; the first that doesn't is what the health names. */
    enum Part {
        SERVER,
        COMMANDS,
        /** That what is acknowledged is on a replica too. */
        SECOND_COPY,
        SUBSCRIPTION,
        /** What the log can do without for a while: publishing, and leaving out what is old. */
        UPKEEP,
        LOG
    }

    private final String server;
    private final Map<Part, String> troubles = new EnumMap<>(Part.class);
    private boolean toldTrouble;
    private boolean closed;
    private volatile Health health = Health.down("the log is not started");

    Condition(String server) {
        this.server = server;
    }

    Health health() {
        return health;
    }

    /** Nothing is known to work yet. */
    synchronized void starting() {
        troubles.put(Part.COMMANDS, "not connected yet");
        troubles.put(Part.SUBSCRIPTION, "not subscribed yet");
        troubles.put(Part.LOG, "the log's window has not been read yet");
        refresh();
    }

    synchronized void works(Part part) {
        if (!closed && troubles.remove(part) != null) {
            refresh();
            if (troubles.isEmpty()) {
                LOG.info("Redis {}: connected, the log is followed", server);
                toldTrouble = false;
            }
        }
    }

    /** Something doesn't work, and why; what to do about it where we know. */
    synchronized void fails(Part part, String reason) {
        if (closed) {
            return;
        }
        boolean newlyUnfit = part == Part.SERVER && !reason.equals(troubles.get(part));
        troubles.put(part, reason);
        refresh();
        if (!toldTrouble || newlyUnfit) {
            LOG.warn("Redis {}: {}; trying again", server, reason);
            toldTrouble = true;
        }
    }

    synchronized void closed() {
        closed = true;
        health = Health.down("the log is closed");
    }

    private void refresh() {
        health = troubles.isEmpty()
                ? Health.UP
                : Health.down(
                        "Redis " + server + ": " + troubles.values().iterator().next());
    }
}
