package io.wsgateway.sync.redis;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** One sentinel. Each question has a connection of its own: they are rare, and a kept one could be half-open. */
final class Sentinel {
    /** What a sentinel notes of a master that it can't reach, or that is about to be replaced. */
    private static final Set<String> DOUBTS = Set.of("s_down", "o_down", "disconnected", "failover_in_progress");

    private final HostAndPort address;
    private final String master;
    private final RedisAddress redis;
    private final ClientConfigs clients;

    Sentinel(HostAndPort address, RedisAddress redis, ClientConfigs clients) {
        this.address = address;
        this.master = redis.master();
        this.redis = redis;
        this.clients = clients;
    }

    /**
     * What it says.
     *
     * @param master where the master is; null if it doesn't know
     * @param reachable whether it reaches the master and sees no reason to replace it
     * @param trouble why it doesn't know
     */
    record Answer(@Nullable HostAndPort master, boolean reachable, String trouble) {
        boolean vouchesFor(HostAndPort address) {
            return reachable && address.equals(master);
        }
    }

    Answer ask() {
        try {
            try {
                return ask(false);
            } catch (JedisDataException refused) {
                if (redis.password() == null || !asksForLogin(refused)) {
                    throw refused;
                }
                return ask(true);
            }
        } catch (JedisException e) {
            return unknown(RedisFailure.reason(e));
        }
    }

    Answer unknown(String trouble) {
        return new Answer(null, false, address + " " + trouble);
    }

    private Answer ask(boolean login) {
        try (Connection connection = clients.sentinel(address, login)) {
            Object where = connection.executeCommand(question("GET-MASTER-ADDR-BY-NAME"));
            if (!(where instanceof List<?> parts) || parts.size() != 2) {
                return unknown("knows no master of this name: check the end of the URI");
            }
            HostAndPort found =
                    new HostAndPort(RedisText.of(parts.get(0)), Integer.parseInt(RedisText.of(parts.get(1))));
            return new Answer(found, isReachable(connection), "");
        }
    }

    private boolean isReachable(Connection connection) {
        List<?> fields = (List<?>) connection.executeCommand(question("MASTER"));
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            if (RedisText.of(fields.get(i)).equals("flags")) {
                return List.of(RedisText.of(fields.get(i + 1)).split(",", -1)).stream()
                        .noneMatch(DOUBTS::contains);
            }
        }
        return false;
    }

    private CommandArguments question(String about) {
        return new CommandArguments(Command.SENTINEL).add(about).add(master);
    }

    private static boolean asksForLogin(JedisDataException refused) {
        String said = String.valueOf(refused.getMessage());
        return said.startsWith("NOAUTH") || said.startsWith("NOPERM");
    }
}
