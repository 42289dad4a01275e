package io.wsgateway.sync.redis;

import io.wsgateway.spi.Health;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What works and what doesn't, for operators: the health, and one log line per change of the cause. What failed is in trouble
 * until the same works again; that something else works says nothing of it. Thread-safe.
 */
final class HealthTracker {
    private static final Logger LOG = LoggerFactory.getLogger(HealthTracker.class);

    /** What nobody tried again for so long while other calls worked isn't wanted any more. */
    private static final long FADES_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Done when there is something to do only: that an append did everything shows nothing of them. */
    private static final Set<String> OCCASIONAL = Set.of("xtrim", "unlink", "rename");

    private static final Set<String> PROBED = Set.of(Script.APPEND.name, Script.CLAIM.name, Script.PROBE.name);

    /** What has to work; the first that doesn't is what the health names. */
    enum Part {
        /** Jedis itself. */
        LIBRARY,
        SERVER,
        /** Each by its name. */
        COMMANDS,
        /** That what is acknowledged is on a replica too. */
        SECOND_COPY,
        SUBSCRIPTION,
        CLOCK,
        AGREEMENT,
        /** What the log can do without for a while: publishing, and leaving out what is old. */
        UPKEEP,
        LOG
    }

    private record Key(Part part, String operation) {
        /** A probe comes first: it names what is missing. */
        private boolean isNoProbe() {
            return !operation.equals(Script.PROBE.name);
        }
    }

    private record Trouble(String reason, long saidAt) {}

    private final String server;
    private final LongSupplier nanoTime;
    private final TroubleLog told;
    private final NavigableMap<Key, Trouble> troubles = new TreeMap<>(
            Comparator.comparing(Key::part).thenComparing(Key::isNoProbe).thenComparing(Key::operation));
    private boolean closed;
    private volatile Health health = Health.down("the log is not started");

    HealthTracker(String server) {
        this(server, System::nanoTime);
    }

    HealthTracker(String server, LongSupplier nanoTime) {
        this.server = server;
        this.nanoTime = nanoTime;
        told = new TroubleLog(nanoTime);
    }

    Health health() {
        return health;
    }

    /** Nothing is known to work yet. */
    synchronized void starting() {
        put(Part.COMMANDS, Script.PROBE.name, "not connected yet");
        put(Part.SUBSCRIPTION, "", "not subscribed yet");
        put(Part.AGREEMENT, "", "not compared with the other instances yet");
        put(Part.LOG, "", "the log's window has not been read yet");
        refresh();
    }

    synchronized void works(Part part) {
        worked(new Key(part, ""));
    }

    /** A call to Redis has worked. */
    synchronized void works(String operation) {
        if (closed || troubles.isEmpty()) {
            return;
        }
        troubles.remove(new Key(Part.LIBRARY, ""));
        long now = nanoTime.getAsLong();
        troubles.entrySet()
                .removeIf(entry -> !entry.getKey().operation().isEmpty()
                        && now - entry.getValue().saidAt() > FADES_NANOS);
        worked(new Key(Part.COMMANDS, operation));
    }

    /** Whether the last such call has failed. */
    synchronized boolean isTroubled(String operation) {
        return troubles.containsKey(new Key(Part.COMMANDS, operation));
    }

    /** Whether a probe can tell more: what is missing, or that what nobody may try for long works again. */
    synchronized boolean wantsProbe() {
        return troubles.keySet().stream().anyMatch(key -> key.part() == Part.COMMANDS || key.part() == Part.UPKEEP);
    }

    /** Whatever claims and appends need works. */
    synchronized void probed() {
        if (!closed && troubles.keySet().removeIf(HealthTracker::isProbed)) {
            refresh();
        }
    }

    private static boolean isProbed(Key key) {
        return key.part() == Part.UPKEEP || (key.part() == Part.COMMANDS && PROBED.contains(key.operation()));
    }

    synchronized void fails(Part part, String reason) {
        failed(part, "", reason);
    }

    /** A call to Redis has failed, and why; what to do about it where we know. */
    synchronized void fails(String operation, String reason) {
        failed(Part.COMMANDS, operation, reason);
    }

    /** A script had to leave something out. */
    synchronized void didWithout(String operation, String reason) {
        failed(Part.UPKEEP, operation, reason);
    }

    /** A script did everything that there was to do. */
    synchronized void didEverything() {
        if (!closed
                && troubles.keySet()
                        .removeIf(key -> key.part() == Part.UPKEEP && !OCCASIONAL.contains(key.operation()))) {
            refresh();
        }
    }

    synchronized void closed() {
        closed = true;
        health = Health.down("the log is closed");
    }

    private void worked(Key key) {
        if (!closed) {
            troubles.remove(key);
            refresh();
        }
    }

    private void failed(Part part, String operation, String reason) {
        if (!closed) {
            put(part, operation, reason);
            refresh();
            if (told.isNews(first())) {
                LOG.warn("Redis {}: {}; trying again", server, first());
            }
        }
    }

    private void put(Part part, String operation, String reason) {
        troubles.put(new Key(part, operation), new Trouble(reason, nanoTime.getAsLong()));
    }

    private String first() {
        return troubles.isEmpty() ? "" : troubles.firstEntry().getValue().reason();
    }

    private void refresh() {
        boolean wasUp = health.up();
        health = troubles.isEmpty() ? Health.UP : Health.down("Redis " + server + ": " + first());
        if (health.up() && !wasUp && told.isOver()) {
            LOG.info("Redis {}: connected, the log is followed", server);
        }
    }
}
