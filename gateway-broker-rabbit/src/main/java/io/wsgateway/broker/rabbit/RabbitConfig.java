package io.wsgateway.broker.rabbit;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where RabbitMQ is, and how its events are taken.
 *
 * @param uri {@code amqp://user:password@host:5672/vhost}; {@code amqps://} for TLS, whose certificate has to be for the
 *     host's name; several hosts of a cluster with commas between, {@code host1:5672,host2:5672}, tried one after the other
 * @param nodeId this instance's name among those that share the partitions, as in {@code Sink.instances()}
 * @param partitions queues that share the events: the same on every instance, and never changed while these exist
 * @param declare whether exchanges and queues that are missing are declared; false: the user may only use what is there
 * @param heartbeat after about two of these without a sign of life a connection counts as dead; RabbitMQ then lets
 *     another instance take over. Whole seconds
 * @param connectionTimeout for each step of connecting
 * @param prefetch messages of one partition that may be here unacknowledged; the same on all instances, or order is lost
 * @param sinkPatience how long the log may fail before this instance leaves the partitions to others
 * @param sslContext for {@code amqps://}: whom to trust, and the certificate to show; null: the JVM's own
 */
public record RabbitConfig(
        URI uri,
        String nodeId,
        int partitions,
        boolean declare,
        Duration heartbeat,
        Duration connectionTimeout,
        int prefetch,
        Duration sinkPatience,
        @Nullable SSLContext sslContext) {
    private static final int MOST_PARTITIONS = 64;
    private static final int MOST_PREFETCH = 0xFFFF;

    public RabbitConfig {
        RabbitAddress address = RabbitAddress.of(uri);
        if (sslContext != null && !address.tls()) {
            throw new IllegalArgumentException("An SSLContext needs an address that begins with amqps://");
        }
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
                RabbitAddress.uri(uri),
                nodeId,
                8,
                true,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                128,
                Duration.ofSeconds(10),
                null);
    }

    public RabbitConfig withPartitions(int value) {
        return new RabbitConfig(
                uri, nodeId, value, declare, heartbeat, connectionTimeout, prefetch, sinkPatience, sslContext);
    }

    public RabbitConfig withDeclare(boolean value) {
        return new RabbitConfig(
                uri, nodeId, partitions, value, heartbeat, connectionTimeout, prefetch, sinkPatience, sslContext);
    }

    public RabbitConfig withHeartbeat(Duration value) {
        return new RabbitConfig(
                uri, nodeId, partitions, declare, value, connectionTimeout, prefetch, sinkPatience, sslContext);
    }

    public RabbitConfig withConnectionTimeout(Duration value) {
        return new RabbitConfig(uri, nodeId, partitions, declare, heartbeat, value, prefetch, sinkPatience, sslContext);
    }

    public RabbitConfig withPrefetch(int value) {
        return new RabbitConfig(
                uri, nodeId, partitions, declare, heartbeat, connectionTimeout, value, sinkPatience, sslContext);
    }

    public RabbitConfig withSinkPatience(Duration value) {
        return new RabbitConfig(
                uri, nodeId, partitions, declare, heartbeat, connectionTimeout, prefetch, value, sslContext);
    }

    /** For an address with {@code amqps://}: a certificate authority of one's own, or a client certificate. */
    public RabbitConfig withTls(SSLContext value) {
        return new RabbitConfig(
                uri, nodeId, partitions, declare, heartbeat, connectionTimeout, prefetch, sinkPatience, value);
    }

    RabbitAddress address() {
        return RabbitAddress.of(uri);
    }

    /** What people may see of the address. */
    String place() {
        return address().place();
    }

    @Override
    public String toString() {
        return "RabbitConfig[" + address() + ", nodeId=" + nodeId
                + ", partitions=" + partitions + ", declare=" + declare + ", heartbeat=" + heartbeat
                + ", connectionTimeout=" + connectionTimeout + ", prefetch=" + prefetch + ", sinkPatience="
                + sinkPatience + (sslContext == null ? "" : ", with an SSLContext") + "]";
    }

    private static void check(String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(what + " must be from 1 to " + most + ", not " + value);
        }
    }
}
