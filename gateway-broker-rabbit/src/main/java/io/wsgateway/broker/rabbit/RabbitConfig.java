package io.wsgateway.broker.rabbit;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * Where RabbitMQ is, and how its events are taken.
 *
 * @param uri {@code amqp://user:password@host:5672/vhost}, or {@code amqps://} for TLS with the JVM's trust store
 * @param nodeId this instance's name among those that share the partitions, as in {@code Sink.instances()}
 * @param partitions queues that share the events: the same on every instance, and never changed while these exist
 * @param declare whether exchanges and queues that are missing are declared; false: the user may only use what is there
 * @param heartbeat after about two of these without a sign of life a connection counts as dead; RabbitMQ then lets
 *     another instance take over. Whole seconds
 * @param connectionTimeout for each step of connecting
 * @param prefetch messages of one partition that may be here unacknowledged
 * @param sinkPatience how long the log may fail before this instance leaves the partitions to others
 */
public record RabbitConfig(
        URI uri,
        String nodeId,
        int partitions,
        boolean declare,
        Duration heartbeat,
        Duration connectionTimeout,
        int prefetch,
        Duration sinkPatience) {
    private static final int MOST_PARTITIONS = 64;
    private static final int MOST_PREFETCH = 0xFFFF;
    private static final String EXAMPLE = "amqp://user:password@host:5672/vhost";

    public RabbitConfig {
        check(uri);
        requireNonNull(nodeId, "nodeId");
        check("partitions", partitions, MOST_PARTITIONS);
        check("prefetch", prefetch, MOST_PREFETCH);
        check("heartbeat", (int) heartbeat.toSeconds(), 3600);
        check("connection timeout in ms", (int) connectionTimeout.toMillis(), 3_600_000);
        requireNonNull(sinkPatience, "sinkPatience");
    }

    /**
     * 8 partitions, declared where missing; heartbeat and connection timeout 5 s, prefetch 128, 10 s of patience.
     *
     * @throws IllegalArgumentException for anything but an AMQP address; the message doesn't repeat it
     */
    public static RabbitConfig of(String uri, String nodeId) {
        return new RabbitConfig(
                parsed(uri),
                nodeId,
                8,
                true,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                128,
                Duration.ofSeconds(10));
    }

    public RabbitConfig withPartitions(int value) {
        return new RabbitConfig(uri, nodeId, value, declare, heartbeat, connectionTimeout, prefetch, sinkPatience);
    }

    public RabbitConfig withDeclare(boolean value) {
        return new RabbitConfig(uri, nodeId, partitions, value, heartbeat, connectionTimeout, prefetch, sinkPatience);
    }

    public RabbitConfig withHeartbeat(Duration value) {
        return new RabbitConfig(uri, nodeId, partitions, declare, value, connectionTimeout, prefetch, sinkPatience);
    }

    public RabbitConfig withConnectionTimeout(Duration value) {
        return new RabbitConfig(uri, nodeId, partitions, declare, heartbeat, value, prefetch, sinkPatience);
    }

    public RabbitConfig withPrefetch(int value) {
        return new RabbitConfig(uri, nodeId, partitions, declare, heartbeat, connectionTimeout, value, sinkPatience);
    }

    public RabbitConfig withSinkPatience(Duration value) {
        return new RabbitConfig(uri, nodeId, partitions, declare, heartbeat, connectionTimeout, prefetch, value);
    }

    boolean tls() {
        return uri.getScheme().equalsIgnoreCase("amqps");
    }

    /** What people may see of the address. */
    String place() {
        int port = uri.getPort() > 0 ? uri.getPort() : tls() ? 5671 : 5672;
        return uri.getHost() + ":" + port;
    }

    @Override
    public String toString() {
        return "RabbitConfig[" + uri.getScheme() + "://***@" + place() + uri.getPath() + ", nodeId=" + nodeId
                + ", partitions=" + partitions + ", declare=" + declare + ", heartbeat=" + heartbeat
                + ", connectionTimeout=" + connectionTimeout + ", prefetch=" + prefetch + ", sinkPatience="
                + sinkPatience + "]";
    }

    private static URI parsed(String uri) {
        try {
            return new URI(uri);
        } catch (URISyntaxException e) {
            // Its message repeats the address, password and all.
            throw new IllegalArgumentException("Give the address of RabbitMQ like " + EXAMPLE
                    + ", with other characters than letters and digits as %XX in user and password");
        }
    }

    private static void check(URI uri) {
        String scheme = uri.getScheme();
        boolean amqp = "amqp".equalsIgnoreCase(scheme) || "amqps".equalsIgnoreCase(scheme);
        if (!amqp || uri.getHost() == null || uri.getHost().isEmpty()) {
            throw new IllegalArgumentException("Give the address of RabbitMQ like " + EXAMPLE);
        }
        if (uri.getRawPath().indexOf('/', 1) > 0) {
            throw new IllegalArgumentException("Write / inside the name of a virtual host as %2F");
        }
    }

    private static void check(String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(what + " must be from 1 to " + most + ", not " + value);
        }
    }
}
