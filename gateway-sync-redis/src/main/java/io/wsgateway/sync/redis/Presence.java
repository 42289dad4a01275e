package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every second that this instance shares the partitions, or no longer does, and learns who else shares them. While
 * Redis is away the last answer stands: an outage that hits all must not make each believe that it is alone. Thread-safe.
 */
final class Presence {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
    private static final byte[] GONE_AFTER_MILLIS = LogAppends.number(10_000);
    private static final byte[] SHARES = LogAppends.number(1);
    private static final byte[] RETIRED = LogAppends.number(0);

    private final RedisLink link;
    private final byte[] key;
    private final String nodeId;
    private volatile Set<String> told;
    private volatile boolean retired;

    Presence(RedisLink link, byte[] key, String nodeId) {
        this.link = link;
        this.key = key;
        this.nodeId = nodeId;
        told = Set.of(nodeId);
    }

    /** Who shares the partitions, as far as Redis last said, and without us from {@link #retire} on. */
    Set<String> sharers() {
        Set<String> all = told;
        if (!retired || !all.contains(nodeId)) {
            return all;
        }
        Set<String> others = new HashSet<>(all);
        others.remove(nodeId);
        return Set.copyOf(others);
    }

    /** We share nothing from now on; every {@link #tell} says so. Doesn't wait. */
    void retire() {
        retired = true;
    }

    /**
     * Tells Redis what we do, and learns who shares the partitions. One call at a time, so what is said last is what holds.
     * Who has retired says it each time: a call that nobody waited for any longer may still be carried out after it.
     */
    synchronized void tell() {
        try {
            List<?> answer = (List<?>) link.run(
                    Script.PRESENT,
                    List.of(key),
                    List.of(nodeId.getBytes(UTF_8), GONE_AFTER_MILLIS, retired ? RETIRED : SHARES));
            Set<String> ids = new HashSet<>();
            answer.forEach(id -> ids.add(RedisLink.text(id)));
            told = Set.copyOf(ids);
        } catch (RedisFailure e) {
            LOG.debug("Redis could not be told what this instance does: {}", e.getMessage());
        }
    }
}
