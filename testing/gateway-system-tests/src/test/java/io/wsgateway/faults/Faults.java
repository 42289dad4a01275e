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
        return new Fault("instance " + i + "'s heap is full", lasts, on(i, one -> one.fillHeap(lasts)), loaded -> {})
                .losingData()
                .endingProcess();
    }

    static Fault damaged(Damage damage) {
        return new Fault(
                damage.what(),
                AT_ONCE,
                loaded -> {
                    if (damage.movesKeys()) {
                        loaded.pause();
                    }
                    loaded.topology.suffer(damage);
                },
                loaded -> {
                    loaded.topology.awaitWhole(LoadedCluster.PATIENCE);
                    loaded.goOn();
                });
    }

    static Fault drained(int i, Duration lasts) {
        return new Fault("instance " + i + " is restarted", lasts, on(i, Member::terminate), loaded -> {
            loaded.member(i).gateway().jar.awaitExit();
            loaded.member(i).restart();
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
                loaded -> loaded.cluster.rabbit.kill(),
                loaded -> loaded.cluster.rabbit.restart());
    }

    static Fault rabbitCloses() {
        return Fault.sudden("RabbitMQ closes all connections", loaded -> loaded.cluster.rabbit.closeConnections());
    }

    static Fault rabbitAlarmed(Duration lasts) {
        return new Fault(
                "RabbitMQ's memory alarm",
                lasts,
                loaded -> loaded.cluster.rabbit.ctl("set_vm_memory_high_watermark", "absolute", "1MB"),
                loaded -> loaded.cluster.rabbit.ctl("set_vm_memory_high_watermark", "0.6"));
    }

    static Fault redisKilled(Duration lasts) {
        return new Fault(
                "Redis is killed",
                lasts,
                loaded -> loaded.cluster.redis.kill(),
                loaded -> loaded.cluster.redis.start());
    }

    static Fault redisFrozen(Duration lasts) {
        return new Fault(
                "Redis hangs", lasts, loaded -> loaded.cluster.redis.freeze(), loaded -> loaded.cluster.redis.thaw());
    }

    static Fault redisDropsSubscribers() {
        return Fault.sudden(
                "Redis drops subscribers", loaded -> loaded.cluster.redis.run("CLIENT", "KILL", "TYPE", "pubsub"));
    }

    static Fault redisDropsCallers() {
        return Fault.sudden(
                "Redis drops all callers",
                loaded -> loaded.cluster.redis.run("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"));
    }

    static Fault redisEmpty() {
        return Fault.sudden("Redis returns empty", loaded -> loaded.cluster.redis.restartEmpty())
                .losingData();
    }

    static Fault everybodyCut() {
        return Fault.sudden(
                "every client loses its link",
                loaded -> loaded.swarm.subscribers().forEach(Subscriber::cut));
    }

    static Fault away(String name, Duration lasts) {
        return new Fault(
                name,
                lasts,
                loaded -> some(loaded).forEach(Subscriber::leave),
                loaded -> some(loaded).forEach(Subscriber::comeBack));
    }

    private static List<Subscriber> some(LoadedCluster loaded) {
        return loaded.swarm.subscribers().subList(0, AWAY);
    }

    private static Fault.Step on(int i, Consumer<Member> step) {
        return loaded -> step.accept(loaded.member(i));
    }
}
