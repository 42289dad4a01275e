package io.wsgateway.sync.redis;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Which Redis holds the log, and how much of it.
 *
 * @param uri {@code redis://[user:password@]host[:port][/database]}, {@code rediss://} for TLS
 * @param nodeId names this instance among its peers: 1 to 64 characters
 * @param window how far back an instance's ring reaches; the log keeps twice that
 * @param logBytes how much the log keeps at most, whatever the window
 * @param keepFor how long membership changes and revocations are kept: the longest life of a token and the clocks'
 *     tolerance
 * @param prefix begins the name of every key and of the channel; all instances of one deployment have the same
 */
public record RedisConfig(URI uri, String nodeId, Duration window, long logBytes, Duration keepFor, String prefix) {
    private static final Duration WINDOW = Duration.ofMinutes(2);
    private static final long LOG_BYTES = 512L << 20;
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(90);
    private static final Duration KEEP_FOR = Duration.ofDays(1).plus(CLOCK_TOLERANCE);
    private static final String PREFIX = "gw:";
    private static final int DEFAULT_PORT = 6379;

    public RedisConfig {
        requireNonNull(nodeId, "nodeId");
        requireNonNull(prefix, "prefix");
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("redis") && !scheme.equals("rediss")) {
            throw new IllegalArgumentException("A Redis URI begins with redis:// or rediss://, not " + scheme + "://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "A Redis URI names a host, as in redis://127.0.0.1:6379: " + masked(uri));
        }
        if (!isDatabase(uri.getPath())) {
            throw new IllegalArgumentException("The path of a Redis URI is the number of a database: " + masked(uri));
        }
        if (nodeId.isEmpty() || nodeId.length() > 64) {
            throw new IllegalArgumentException("nodeId has 1 to 64 characters, not " + nodeId.length());
        }
        requirePositive(window.toMillis(), "window");
        requirePositive(logBytes, "logBytes");
        requirePositive(keepFor.toMillis(), "keepFor");
    }

    /** A window of 120 s, at most 512 MiB, changes kept for 24 hours and 90 s, keys that begin with {@code gw:}. */
    public static RedisConfig at(URI uri, String nodeId) {
        return new RedisConfig(uri, nodeId, WINDOW, LOG_BYTES, KEEP_FOR, PREFIX);
    }

    public RedisConfig withWindow(Duration value) {
        return new RedisConfig(uri, nodeId, value, logBytes, keepFor, prefix);
    }

    public RedisConfig withLogBytes(long value) {
        return new RedisConfig(uri, nodeId, window, value, keepFor, prefix);
    }

    /** Keeps changes as long as such a token can live, and the clocks' tolerance of 90 s. */
    public RedisConfig withMaxTokenLife(Duration value) {
        return new RedisConfig(uri, nodeId, window, logBytes, value.plus(CLOCK_TOLERANCE), prefix);
    }

    public RedisConfig withPrefix(String value) {
        return new RedisConfig(uri, nodeId, window, logBytes, keepFor, value);
    }

    /** The server as operators know it, without credentials. */
    String server() {
        return uri.getHost() + ":" + port();
    }

    int port() {
        return uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    }

    int database() {
        return JedisURIHelper.getDBIndex(uri);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RedisConfig[uri=" + masked(uri) + ", nodeId=" + nodeId + ", window=" + window + ", logBytes=" + logBytes
                + ", keepFor=" + keepFor + ", prefix=" + prefix + "]";
    }

    private static String masked(URI uri) {
        String authority = String.valueOf(uri.getRawAuthority());
        int login = authority.lastIndexOf('@') + 1;
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return uri.getScheme() + "://" + (login == 0 ? "" : "***@") + authority.substring(login) + path;
    }

    private static boolean isDatabase(String path) {
        return path.isEmpty() || path.matches("/\\d{0,5}");
    }

    private static void requirePositive(long value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }
}
