package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every second that this instance shares the partitions, or no longer does, and learns who else shares them, whether they have
 * what they must have alike, and Redis' time. While Redis is away the last answer stands: an outage that hits all must not make each
 * believe that it is alone. Thread-safe.
 */
final class Presence {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
    private static final byte[] GONE_AFTER_MILLIS = RedisText.number(10_000);
    private static final byte[] SHARES = RedisText.number(1);
    private static final byte[] RETIRED = RedisText.number(0);

    private final RedisLink link;
    private final List<byte[]> keys;
    private final String nodeId;
    private final Agreement agreement;
    private final ClockCheck clocks;
    private final InstantSource clock;
    private Supplier<Map<String, String>> facts = Map::of;
    private volatile Set<String> told;
    private volatile boolean retired;

    Presence(RedisLink link, RedisKeys keys, String nodeId, HealthTracker tracker, InstantSource clock) {
        this.link = link;
        this.keys = List.of(keys.instances, keys.agreed);
        this.nodeId = nodeId;
        this.clock = clock;
        agreement = new Agreement(tracker, System::nanoTime);
        clocks = new ClockCheck(tracker);
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

    /**
     * What the others must have too, by its name.
     *
     * @throws IllegalArgumentException for a name that can't be one
     */
    synchronized void mustAgree(Supplier<Map<String, String>> values) {
        agreement.on(values.get());
        facts = values;
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
            boolean leaves = retired;
            agreement.on(facts.get());
            List<?> answer = say(leaves);
            if (leaves || !agreement.takesPart()) {
                agreement.leave();
            } else {
                String salt = RedisText.of(answer.get(1));
                if (!salt.equals(agreement.salt())) {
                    agreement.saltWith(salt);
                    answer = say(false);
                }
                agreement.compare(RedisText.of(answer.get(2)));
            }
            Set<String> ids = new HashSet<>();
            answer.subList(3, answer.size()).forEach(id -> ids.add(RedisText.of(id)));
            told = Set.copyOf(ids);
        } catch (RuntimeException e) { // which the health tells; or an answer that isn't one, of what isn't Redis
            LOG.debug("Redis could not be told what this instance does: {}", e.toString());
        }
    }

    private List<?> say(boolean leaves) {
        long askedAt = clock.millis();
        List<?> answer = (List<?>) link.run(
                Script.PRESENT,
                keys,
                List.of(
                        nodeId.getBytes(UTF_8),
                        GONE_AFTER_MILLIS,
                        leaves ? RETIRED : SHARES,
                        agreement.salt().getBytes(UTF_8),
                        agreement.hashes().getBytes(UTF_8),
                        agreement.mark().getBytes(UTF_8)));
        clocks.compare(askedAt, Long.parseLong(RedisText.of(answer.get(0))), clock.millis());
        return answer;
    }
}
