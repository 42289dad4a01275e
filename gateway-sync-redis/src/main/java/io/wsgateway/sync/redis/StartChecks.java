package io.wsgateway.sync.redis;

import io.wsgateway.sync.redis.HealthTracker.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * Whether this Redis can hold the log, and what can't be promised with its settings. Asked whenever the log is read, since
 * the server may have been replaced; a warning is logged once. Thread-safe.
 */
final class StartChecks {
    private static final Logger LOG = LoggerFactory.getLogger(StartChecks.class);
    private static final String LOADING = "is still loading its data";
    private static final Pattern VERSION = Pattern.compile("(\\d{1,9})\\.(\\d{1,9}).*");

    private final RedisLink link;
    private final RedisAddress address;
    private final HealthTracker tracker;
    private String warned = "";
    /** Why the last check found that it can't hold the log; empty: it can. Null before the first answer. */
    private volatile @Nullable String unfit;

    StartChecks(RedisLink link, RedisAddress address, HealthTracker tracker) {
        this.link = link;
        this.address = address;
        this.tracker = tracker;
    }

    /** @throws RedisFailure if this Redis can't be asked, or can't hold the log */
    synchronized void check() {
        Object answer = link.runIfPermitted(new CommandArguments(Command.INFO));
        Map<String, String> info = answer == null ? Map.of() : parse(RedisText.of(answer));
        if (isLoading(info)) { // its settings aren't what they will be
            tracker.fails(Part.SERVER, LOADING);
            throw new RedisFailure(LOADING);
        }
        String found = unfit(info);
        unfit = found;
        if (!found.isEmpty()) {
            tracker.fails(Part.SERVER, found);
            throw new RedisFailure(found);
        }
        tracker.works(Part.SERVER);
        String warning = String.join("; ", warnings(info, address.hasSentinels()));
        if (!warning.equals(warned)) {
            warned = warning;
            if (!warning.isEmpty()) {
                LOG.warn("Redis {}: {}", address.server(), warning);
            }
        }
    }

    /**
     * Makes sure that nothing is acknowledged by a Redis that the log isn't read from. Asks it only if it never answered.
     *
     * @throws RedisFailure unless it can hold the log, as far as the last check found
     */
    void require() {
        String found = unfit;
        if (found == null) {
            check();
        } else if (!found.isEmpty()) {
            throw new RedisFailure(found);
        }
    }

    static boolean isLoading(Map<String, String> info) {
        return info.getOrDefault("loading", "0").equals("1")
                || info.getOrDefault("async_loading", "0").equals("1");
    }

    /** What it was last warned of; nothing: of nothing. */
    synchronized String warned() {
        return warned;
    }

    /** Why this server can't hold the log; empty when it can, or won't say. */
    static String unfit(Map<String, String> info) {
        String version = info.getOrDefault("redis_version", "");
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            return "";
        }
        int major = Integer.parseInt(parts.group(1));
        int minor = Integer.parseInt(parts.group(2));
        return major > 6 || (major == 6 && minor >= 2)
                ? ""
                : "is version " + version + ", and the log needs 6.2 or later: upgrade it";
    }

    /** What can't be promised with this server's settings, and what to do about it. */
    static List<String> warnings(Map<String, String> info, boolean sentinels) {
        List<String> warnings = new ArrayList<>();
        String policy = info.get("maxmemory_policy");
        if (policy != null && !policy.equals("noeviction")) {
            warnings.add(
                    "maxmemory-policy is " + policy + ", so it may throw parts of the log away when memory runs out,"
                            + " which every client sees as lost events: set it to noeviction");
        }
        String appendOnly = info.get("aof_enabled");
        if (appendOnly != null && !appendOnly.equals("1")) {
            warnings.add("appendonly is off, so a restart of Redis loses acknowledged events, of which every client is"
                    + " told, and what was revoked while no gateway ran: set it to yes");
        }
        if (policy == null || appendOnly == null) {
            warnings.add("its settings could not be checked (INFO is not permitted or lacks them): make sure that"
                    + " maxmemory-policy is noeviction and appendonly is yes");
        }
        String replicas = info.get("connected_slaves");
        if (replicas == null && !sentinels) {
            warnings.add("whether it has a replica could not be checked, so none is waited for, and another server that"
                    + " takes over may lack acknowledged events, of which every client is told: permit INFO");
        } else if ((sentinels || !"0".equals(replicas)) && !info.containsKey("min_slaves_good_slaves")) {
            warnings.add("min-replicas-to-write is off, so while it has no replica it alone holds what is acknowledged,"
                    + " and a replica that takes over later lacks it, of which every client is told: set it to 1");
        }
        return warnings;
    }

    /** The fields of an answer to INFO. */
    static Map<String, String> parse(String info) {
        Map<String, String> fields = new HashMap<>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return fields;
    }
}
