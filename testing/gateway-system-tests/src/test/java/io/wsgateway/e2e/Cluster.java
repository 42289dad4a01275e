package io.wsgateway.e2e;

import io.wsgateway.broker.rabbit.testkit.RabbitServer;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Instances as processes, with a Redis of their own and a virtual host of their own on a RabbitMQ. */
public final class Cluster implements AutoCloseable {
    public final RedisServer redis;
    public final RabbitServer rabbit;
    public final String rabbitUri;
    private final boolean ownRabbit;
    private final List<RunningGateway> instances = new ArrayList<>();

    private Cluster(RedisServer redis, RabbitServer rabbit, String rabbitUri, boolean ownRabbit) {
        this.redis = redis;
        this.rabbit = rabbit;
        this.rabbitUri = rabbitUri;
        this.ownRabbit = ownRabbit;
    }

    /** Servers without an instance; RabbitMQ is the one that all tests share. */
    public static Cluster shared() {
        return shared(RedisServer.durable());
    }

    public static Cluster shared(RedisServer redis) {
        RabbitServer rabbit = RabbitServer.shared();
        return new Cluster(redis, rabbit, rabbit.newHost(), false);
    }

    /** Around servers of the test's own. */
    public static Cluster of(RedisServer redis, RabbitServer rabbit) {
        return new Cluster(redis, rabbit, rabbit.url(), true);
    }

    /** Another instance, ready. */
    public RunningGateway add(String... arguments) {
        return keep(new RunningGateway(flags(arguments)));
    }

    /**
     * Another instance, ready, whose heap can be filled.
     *
     * @param options of its JVM
     */
    public RunningGateway addWithBallast(List<String> options, String... arguments) {
        return keep(RunningGateway.withBallast(options, flags(arguments)));
    }

    /** Another instance, as it is. */
    public RunningGateway addUnready(String... arguments) {
        return keep(RunningGateway.unready(flags(arguments)));
    }

    /** What a test gives wins over what clusters usually have. */
    private String[] flags(String... arguments) {
        Map<String, String> flags = new LinkedHashMap<>();
        flags.put("--redis-uri", redis.uri().toString());
        flags.put("--rabbit-uri", rabbitUri);
        flags.put("--node-id", "node-" + instances.size());
        // Clients here only listen; a busy machine may take its time.
        flags.put("--heartbeat-timeout", "10m");
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            flags.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return flags.entrySet().stream()
                .map(flag -> flag.getKey() + "=" + flag.getValue())
                .toArray(String[]::new);
    }

    private RunningGateway keep(RunningGateway instance) {
        instances.add(instance);
        return instance;
    }

    public RunningGateway instance(int i) {
        return instances.get(i);
    }

    /** RabbitMQ's virtual host that the instances use. */
    public String host() {
        String path = URI.create(rabbitUri).getPath();
        return path.isEmpty() ? "/" : path.substring(1);
    }

    public int size() {
        return instances.size();
    }

    public AmqpPublisher publisher() {
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
