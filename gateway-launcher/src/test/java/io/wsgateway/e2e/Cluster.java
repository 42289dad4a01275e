package io.wsgateway.e2e;

import io.wsgateway.broker.rabbit.testkit.RabbitServer;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Instances as processes, with a Redis of their own and a virtual host of their own on a RabbitMQ. */
final class Cluster implements AutoCloseable {
    final RedisServer redis;
    final RabbitServer rabbit;
    final String rabbitUri;
    private final boolean ownRabbit;
    private final List<RunningGateway> instances = new ArrayList<>();

    private Cluster(RedisServer redis, RabbitServer rabbit, String rabbitUri, boolean ownRabbit) {
        this.redis = redis;
        this.rabbit = rabbit;
        this.rabbitUri = rabbitUri;
        this.ownRabbit = ownRabbit;
    }

    /** Servers without an instance; RabbitMQ is the one that all tests share. */
    static Cluster shared() {
        return shared(RedisServer.durable());
    }

    static Cluster shared(RedisServer redis) {
        RabbitServer rabbit = RabbitServer.shared();
        return new Cluster(redis, rabbit, rabbit.newHost(), false);
    }

    /** Around servers of the test's own. */
    static Cluster of(RedisServer redis, RabbitServer rabbit) {
        return new Cluster(redis, rabbit, rabbit.url(), true);
    }

    /** Another instance, ready. */
    RunningGateway add(String... arguments) {
        return keep(new RunningGateway(flags(arguments)));
    }

    /** Another instance, as it is. */
    RunningGateway addUnready(String... arguments) {
        return keep(RunningGateway.unready(flags(arguments)));
    }

    private String[] flags(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--redis-uri=" + redis.uri(),
                "--rabbit-uri=" + rabbitUri,
                "--node-id=node-" + instances.size(),
                // Clients here only listen; a busy machine may take its time.
                "--heartbeat-timeout=10m"));
        Collections.addAll(all, arguments);
        return all.toArray(String[]::new);
    }

    private RunningGateway keep(RunningGateway instance) {
        instances.add(instance);
        return instance;
    }

    RunningGateway instance(int i) {
        return instances.get(i);
    }

    int size() {
        return instances.size();
    }

    AmqpPublisher publisher() {
        return new AmqpPublisher(rabbitUri);
    }

    @Override
    public void close() {
        instances.forEach(RunningGateway::close);
        redis.close();
        if (ownRabbit) {
            rabbit.close();
        }
    }
}
