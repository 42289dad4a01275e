package io.wsgateway.faults;

import io.wsgateway.history.Subscriber;
import io.wsgateway.testkit.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** What can go wrong with instances, RabbitMQ, Redis, clients and the networks between them. */
final class Faults {
    private static final int AWAY = 5;
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private Faults() {}

    static Fault killed(int i, Duration lasts) {
        return new Fault("instance " + i + " is killed", lasts, on(i, Member::kill), on(i, Member::restart));
    }

    static Fault frozen(int i, Duration lasts) {
        return new Fault("instance " + i + " freezes", lasts, on(i, Member::freeze), on(i, Member::thaw));
    }

    /** @param lasts from 20 s on, the process ends by itself */
    static Fault heapFull(int i, Duration lasts) {
        return new Fault("instance " + i + "'s heap is full", lasts, on(i, one -> one.fillHeap(lasts)), arena -> {})
                .losingData()
                .endingProcess();
    }

    static Fault damaged(Damage damage) {
        return new Fault(
                damage.what(),
                AT_ONCE,
                arena -> {
                    if (damage.movesKeys()) {
                        arena.pause();
                    }
                    arena.topology.suffer(damage);
                },
                arena -> {
                    arena.topology.awaitWhole(Arena.PATIENCE);
                    arena.goOn();
                });
    }

    static Fault drained(int i, Duration lasts) {
        return new Fault("instance " + i + " is restarted", lasts, on(i, Member::terminate), arena -> {
            arena.member(i).gateway().jar.awaitExit();
            arena.member(i).restart();
        });
    }

    /** @param what happens to the wire, in words */
    static Fault network(
            String to,
            int i,
            Duration lasts,
            Function<Member, FaultProxy> wire,
            String what,
            Consumer<FaultProxy> how) {
        return new Fault(
                "instance " + i + "'s network to " + to + " is " + what,
                lasts,
                on(i, member -> how.accept(wire.apply(member))),
                on(i, Member::mend));
    }

    static Fault rabbitKilled(Duration lasts) {
        return new Fault(
                "RabbitMQ is killed",
                lasts,
                arena -> arena.cluster.rabbit.kill(),
                arena -> arena.cluster.rabbit.restart());
    }

    static Fault rabbitCloses() {
        return Fault.sudden("RabbitMQ closes all connections", arena -> arena.cluster.rabbit.closeConnections());
    }

    static Fault rabbitAlarmed(Duration lasts) {
        return new Fault(
                "RabbitMQ's memory alarm",
                lasts,
                arena -> arena.cluster.rabbit.ctl("set_vm_memory_high_watermark", "absolute", "1MB"),
                arena -> arena.cluster.rabbit.ctl("set_vm_memory_high_watermark", "0.6"));
    }

    static Fault redisKilled(Duration lasts) {
        return new Fault(
                "Redis is killed", lasts, arena -> arena.cluster.redis.kill(), arena -> arena.cluster.redis.start());
    }

    static Fault redisFrozen(Duration lasts) {
        return new Fault(
                "Redis hangs", lasts, arena -> arena.cluster.redis.freeze(), arena -> arena.cluster.redis.thaw());
    }

    static Fault redisDropsSubscribers() {
        return Fault.sudden(
                "Redis drops subscribers", arena -> arena.cluster.redis.run("CLIENT", "KILL", "TYPE", "pubsub"));
    }

    static Fault redisDropsCallers() {
        return Fault.sudden(
                "Redis drops all callers",
                arena -> arena.cluster.redis.run("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"));
    }

    static Fault redisEmpty() {
        return Fault.sudden("Redis returns empty", arena -> arena.cluster.redis.restartEmpty())
                .losingData();
    }

    static Fault everybodyCut() {
        return Fault.sudden(
                "every client loses its link",
                arena -> arena.swarm.subscribers().forEach(Subscriber::cut));
    }

    static Fault away(String name, Duration lasts) {
        return new Fault(
                name,
                lasts,
                arena -> some(arena).forEach(Subscriber::leave),
                arena -> some(arena).forEach(Subscriber::comeBack));
    }

    private static List<Subscriber> some(Arena arena) {
        return arena.swarm.subscribers().subList(0, AWAY);
    }

    private static Fault.Step on(int i, Consumer<Member> step) {
        return arena -> step.accept(arena.member(i));
    }
}
