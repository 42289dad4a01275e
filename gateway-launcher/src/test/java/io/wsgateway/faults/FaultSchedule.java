package io.wsgateway.faults;

import io.wsgateway.history.Subscriber;
import io.wsgateway.testkit.FaultProxy;
import io.wsgateway.testkit.FaultProxy.End;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Faults in a random order, the same for the same seed. One at a time: what two at once may do isn't promised. For one
 * thread.
 */
final class FaultSchedule {
    private final Random random;
    private final int members;

    FaultSchedule(long seed, int members) {
        random = new Random(seed);
        this.members = members;
    }

    /** The next fault. */
    Fault next() {
        List<Function<Integer, Fault>> kinds = List.of(
                this::killed,
                this::frozen,
                this::drained,
                i -> rabbitKilled(),
                i -> rabbitCloses(),
                i -> rabbitAlarmed(),
                i -> redisKilled(),
                i -> redisFrozen(),
                i -> redisDropsSubscribers(),
                i -> redisDropsEverybody(),
                i -> network("Redis", i, Member::redisWire),
                i -> network("Redis", i, Member::redisWire),
                i -> network("RabbitMQ", i, Member::rabbitWire),
                i -> network("RabbitMQ", i, Member::rabbitWire),
                i -> network("clients", i, Member::clients),
                i -> network("clients", i, Member::clients),
                i -> everybodyCut(),
                i -> redisEmpty());
        int kind = random.nextInt(kinds.size());
        return kinds.get(kind).apply(random.nextInt(members));
    }

    private Fault killed(int i) {
        return Fault.of(
                "instance " + i + " is killed",
                seconds(1, 10),
                arena -> arena.member(i).kill(),
                arena -> arena.member(i).restart());
    }

    private Fault frozen(int i) {
        return Fault.of(
                "instance " + i + " freezes",
                seconds(5, 40),
                arena -> arena.member(i).freeze(),
                arena -> arena.member(i).thaw());
    }

    private Fault drained(int i) {
        return Fault.of(
                "instance " + i + " is restarted",
                seconds(1, 3),
                arena -> arena.member(i).terminate(),
                arena -> {
                    arena.member(i).gateway().jar.awaitExit();
                    arena.member(i).restart();
                });
    }

    private Fault rabbitKilled() {
        return Fault.of(
                "RabbitMQ is killed",
                seconds(1, 15),
                arena -> arena.cluster.rabbit.kill(),
                arena -> arena.cluster.rabbit.restart());
    }

    private Fault rabbitCloses() {
        return Fault.sudden("RabbitMQ closes all connections", arena -> arena.cluster.rabbit.closeConnections());
    }

    private Fault rabbitAlarmed() {
        return Fault.of(
                "RabbitMQ's memory alarm",
                seconds(3, 15),
                arena -> arena.cluster.rabbit.ctl("set_vm_memory_high_watermark", "absolute", "1MB"),
                arena -> arena.cluster.rabbit.ctl("set_vm_memory_high_watermark", "0.6"));
    }

    private Fault redisKilled() {
        return Fault.of(
                "Redis is killed",
                seconds(1, 20),
                arena -> arena.cluster.redis.kill(),
                arena -> arena.cluster.redis.start());
    }

    private Fault redisFrozen() {
        return Fault.of(
                "Redis hangs",
                seconds(1, 30),
                arena -> arena.cluster.redis.freeze(),
                arena -> arena.cluster.redis.thaw());
    }

    private Fault redisDropsSubscribers() {
        return Fault.sudden(
                "Redis drops subscribers", arena -> arena.cluster.redis.run("CLIENT", "KILL", "TYPE", "pubsub"));
    }

    private Fault redisDropsEverybody() {
        return Fault.sudden(
                "Redis drops all callers",
                arena -> arena.cluster.redis.run("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"));
    }

    private Fault redisEmpty() {
        return Fault.sudden("Redis returns empty", arena -> arena.cluster.redis.restartEmpty());
    }

    private Fault everybodyCut() {
        return Fault.sudden(
                "every client loses its link",
                arena -> arena.swarm.subscribers().forEach(Subscriber::cut));
    }

    private Fault network(String to, int i, Function<Member, FaultProxy> wire) {
        BiFunction<String, Consumer<FaultProxy>, Fault> kind = (what, how) -> Fault.of(
                "instance " + i + "'s network to " + to + " is " + what,
                seconds(1, 30),
                arena -> how.accept(wire.apply(arena.member(i))),
                arena -> arena.member(i).mend());
        return switch (random.nextInt(7)) {
            case 0 -> kind.apply("cut", FaultProxy::cut);
            case 1 -> kind.apply("reset", FaultProxy::reset);
            case 2 -> kind.apply("a black hole", FaultProxy::blackHole);
            case 3 -> kind.apply("open at its own end only", proxy -> proxy.halfOpen(near(to)));
            case 4 -> kind.apply("open at the other end only", proxy -> proxy.halfOpen(far(to)));
            case 5 -> kind.apply("late", proxy -> proxy.delay(Duration.ofMillis(200)));
            default -> kind.apply("narrow", proxy -> proxy.throttle(100_000));
        };
    }

    /** At which end of the wire the instance is. */
    private static End near(String to) {
        return to.equals("clients") ? End.SERVER : End.CLIENT;
    }

    private static End far(String to) {
        return near(to) == End.CLIENT ? End.SERVER : End.CLIENT;
    }

    private Duration seconds(int from, int to) {
        return Duration.ofSeconds(random.nextInt(from, to + 1));
    }
}
