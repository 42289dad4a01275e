package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * Says every few seconds that this instance is alive, and learns who else is. While Redis is away the last answer stands:
 * an outage that hits all must not make each believe that it is alone.
 */
final class Presence {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
    private static final byte[] GONE_AFTER_MILLIS = LogAppends.number(10_000);

    private final RedisLink link;
    private final byte[] key;
    private final String nodeId;
    private volatile Set<String> alive;

    Presence(RedisLink link, byte[] key, String nodeId) {
        this.link = link;
        this.key = key;
        this.nodeId = nodeId;
        alive = Set.of(nodeId);
    }

    Set<String> alive() {
        return alive;
    }

    void refresh() {
        try {
            List<?> answer = (List<?>)
                    link.run(Script.PRESENT, List.of(key), List.of(nodeId.getBytes(UTF_8), GONE_AFTER_MILLIS));
            Set<String> ids = new HashSet<>();
            answer.forEach(id -> ids.add(RedisLink.text(id)));
            alive = Set.copyOf(ids);
        } catch (RedisFailure e) {
            LOG.debug("Redis could not be told that this instance is alive: {}", e.getMessage());
        }
    }

    /** Others needn't wait until this instance was silent for long enough. */
    void leave() {
        try {
            link.run(new CommandArguments(Command.ZREM).key(key).add(nodeId));
        } catch (RedisFailure e) {
            LOG.debug("Redis could not be told that this instance leaves: {}", e.getMessage());
        }
    }
}
