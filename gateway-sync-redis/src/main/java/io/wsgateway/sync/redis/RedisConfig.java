package io.wsgateway.sync.redis;

import static java.util.Objects.requireNonNull;

import io.wsgateway.spi.ClusterBus;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Which Redis holds the log, and how much of it.
 *
 * @param uri {@code redis://[user:password@]host[:port][/database]}, or
 *     {@code redis+sentinel://[user:password@]host[:port],host[:port].../master[/database]} where sentinels know the master;
 *     {@code rediss} for TLS, {@code redis} without. A login's {@code #}, {@code /}, {@code ?} and {@code %} are written
 *     {@code %23}, {@code %2F}, {@code %3F} and {@code %25}. The login is for Redis; a sentinel that asks for one gets the same
 * @param nodeId names this instance among its peers: 1 to 64 characters
 * @param window how far back an instance's ring reaches; the log keeps twice that
 * @param logBytes how much the log keeps at most, whatever the window
 * @param keepFor how long membership changes and revocations are kept: the longest life of a token and the clocks'
 *     tolerance
 * @param prefix begins the name of every key and of the channel; all instances of one deployment have the same
 * @param sslContext what TLS trusts, and the certificate that it shows; null: what this Java has by default
 * @param sslParameters what else TLS wants; null: what the context has by default. Unless they name another algorithm for it
 *     (or an empty one: none), the server's certificate has to be for the host of the URI
 */
public record RedisConfig(
        URI uri,
        String nodeId,
        Duration window,
        long logBytes,
        Duration keepFor,
        String prefix,
        @Nullable SSLContext sslContext,
        @Nullable SSLParameters sslParameters) {
    private static final Duration WINDOW = Duration.ofMinutes(2);
    private static final long LOG_BYTES = 512L << 20;
    private static final Duration KEEP_FOR = Duration.ofDays(1).plus(ClusterBus.CLOCK_TOLERANCE);
    private static final String PREFIX = "gw:";

    public RedisConfig {
        requireNonNull(nodeId, "nodeId");
        requireNonNull(prefix, "prefix");
        RedisAddress address = RedisAddress.of(uri); // or it says what is wrong with it
        if (!address.tls() && (sslContext != null || sslParameters != null)) {
            throw new IllegalArgumentException(
                    "Without TLS there is nothing to set for it: write rediss:// in the Redis URI");
        }
        if (nodeId.isEmpty() || nodeId.length() > 64) {
            throw new IllegalArgumentException("nodeId has 1 to 64 characters, not " + nodeId.length());
        }
        requirePositive(window.toMillis(), "window");
        requirePositive(logBytes, "logBytes");
        requirePositive(keepFor.toMillis(), "keepFor");
    }

    /** With what this Java has by default for TLS, where the URI asks for it. */
    public RedisConfig(URI uri, String nodeId, Duration window, long logBytes, Duration keepFor, String prefix) {
        this(uri, nodeId, window, logBytes, keepFor, prefix, null, null);
    }

    /** A window of 120 s, at most 512 MiB, changes kept for 24 hours and 90 s, keys that begin with {@code gw:}. */
    public static RedisConfig at(URI uri, String nodeId) {
        return new RedisConfig(uri, nodeId, WINDOW, LOG_BYTES, KEEP_FOR, PREFIX, null, null);
    }

    public RedisConfig withWindow(Duration value) {
        return new RedisConfig(uri, nodeId, value, logBytes, keepFor, prefix, sslContext, sslParameters);
    }

    public RedisConfig withLogBytes(long value) {
        return new RedisConfig(uri, nodeId, window, value, keepFor, prefix, sslContext, sslParameters);
    }

    /** Keeps changes as long as such a token can live, and the clocks' tolerance of 90 s. */
    public RedisConfig withMaxTokenLife(Duration value) {
        return new RedisConfig(
                uri,
                nodeId,
                window,
                logBytes,
                value.plus(ClusterBus.CLOCK_TOLERANCE),
                prefix,
                sslContext,
                sslParameters);
    }

    public RedisConfig withPrefix(String value) {
        return new RedisConfig(uri, nodeId, window, logBytes, keepFor, value, sslContext, sslParameters);
    }

    /** TLS with certificates of your own; the URI has to begin with {@code rediss}. */
    public RedisConfig withTls(SSLContext context) {
        return new RedisConfig(
                uri, nodeId, window, logBytes, keepFor, prefix, requireNonNull(context, "context"), sslParameters);
    }

    /** TLS with protocols, cipher suites or a check of names of your own; the URI has to begin with {@code rediss}. */
    public RedisConfig withTlsParameters(SSLParameters parameters) {
        return new RedisConfig(
                uri, nodeId, window, logBytes, keepFor, prefix, sslContext, requireNonNull(parameters, "parameters"));
    }

    RedisAddress address() {
        return RedisAddress.of(uri);
    }

    /** The server as operators know it, without credentials. */
    String server() {
        return address().server();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RedisConfig[uri=" + RedisAddress.masked(uri) + ", nodeId=" + nodeId + ", window=" + window
                + ", logBytes=" + logBytes + ", keepFor=" + keepFor + ", prefix=" + prefix + "]";
    }

    private static void requirePositive(long value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }
}
