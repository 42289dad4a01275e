package io.wsgateway.faults;

import io.wsgateway.e2e.Cluster;
import io.wsgateway.e2e.RunningGateway;
import io.wsgateway.testkit.FaultProxy;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/** One instance, with a wire of its own to Redis, to RabbitMQ and to its clients. For one thread. */
final class Member implements AutoCloseable {
    private final FaultProxy redis;
    private final FaultProxy rabbit;
    private final Cluster cluster;
    private final List<String> options;
    private final List<String> flags;
    private RunningGateway gateway;
    private FaultProxy clients;
    private boolean present = true;

    Member(Cluster cluster, String... flags) {
        this(cluster, List.of(), flags);
    }

    /** @param options of its JVM; with any, its heap can be filled */
    Member(Cluster cluster, List<String> options, String... flags) {
        this.cluster = cluster;
        this.options = options;
        redis = new FaultProxy(cluster.redis.port());
        rabbit = new FaultProxy(cluster.rabbit.port());
        this.flags = new ArrayList<>();
        this.flags.add("--redis-uri=redis://127.0.0.1:" + redis.port());
        this.flags.add("--rabbit-uri=" + cluster.rabbitUri.replace(":" + cluster.rabbit.port(), ":" + rabbit.port()));
        Collections.addAll(this.flags, flags);
        gateway = start();
        clients = new FaultProxy(gateway.webSocket().getPort());
    }

    private RunningGateway start() {
        String[] all = flags.toArray(String[]::new);
        return options.isEmpty() ? cluster.add(all) : cluster.addWithBallast(options, all);
    }

    RunningGateway gateway() {
        return gateway;
    }

    /** The wire to Redis. */
    FaultProxy redis() {
        return redis;
    }

    /** The wire to RabbitMQ. */
    FaultProxy rabbit() {
        return rabbit;
    }

    /** The wire to its clients, used by those who connect to {@link #behindWire}. */
    FaultProxy clients() {
        return clients;
    }

    URI webSocket() {
        return gateway.webSocket();
    }

    URI behindWire() {
        return URI.create("ws://127.0.0.1:" + clients.port() + "/");
    }

    /** Whether a load balancer would send clients to it. */
    boolean isPresent() {
        return present;
    }

    /** Ends it as a crash does. */
    void kill() {
        present = false;
        gateway.close();
    }

    void freeze() {
        present = false;
        gateway.jar.freeze();
    }

    void thaw() {
        gateway.jar.thaw();
        present = true;
    }

    /** Its heap is full for a while, from now on. */
    void fillHeap(Duration time) {
        gateway.jar.fillHeap(time);
    }

    /** Asks it to drain and end. */
    void terminate() {
        present = false;
        gateway.jar.terminate();
    }

    /** A new process in its place, ready. */
    void restart() {
        gateway.close();
        clients.close();
        gateway = start();
        clients = new FaultProxy(gateway.webSocket().getPort());
        present = true;
    }

    /** The exit code, if it has ended by itself. */
    OptionalInt ended() {
        return present && !gateway.jar.isAlive() ? OptionalInt.of(gateway.jar.awaitExit()) : OptionalInt.empty();
    }

    /** Whether this endpoint answers 200. */
    boolean says(String endpoint) {
        try {
            return gateway.get(endpoint).statusCode() == 200;
        } catch (UncheckedIOException noAnswer) {
            return false;
        }
    }

    /** All wires as they should be. */
    void mend() {
        redis.mend();
        rabbit.mend();
        clients.mend();
    }

    @Override
    public void close() {
        redis.close();
        rabbit.close();
        clients.close();
    }
}
