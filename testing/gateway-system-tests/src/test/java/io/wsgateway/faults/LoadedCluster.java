package io.wsgateway.faults;

import io.wsgateway.e2e.Cluster;
import io.wsgateway.e2e.RunningGateway;
import io.wsgateway.figures.Outcome;
import io.wsgateway.history.Ledger;
import io.wsgateway.history.Services;
import io.wsgateway.history.Swarm;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A cluster under load: services that publish, sessions that stay and come back, and an account of what every session was
 * given. Faults are the test's. For one thread.
 */
final class LoadedCluster implements AutoCloseable {
    /** Generous: what is asserted are counts, and a busy machine may take its time. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration WARM = Duration.ofSeconds(2);

    final Cluster cluster;
    final Ledger ledger;
    final Swarm swarm;
    final Topology topology;
    private final Load load;
    private final List<Member> members;
    private final Random random;
    private final boolean behindWires;
    private Services services;
    private long begun;

    /** @param behindWires whether clients connect through {@link Member#clients} */
    LoadedCluster(Cluster cluster, Load load, List<Member> members, long seed, boolean behindWires) {
        this.cluster = cluster;
        this.load = load;
        this.members = members;
        this.behindWires = behindWires;
        random = new Random(seed);
        ledger = new Ledger(load.guildNames());
        topology = new Topology(cluster);
        swarm = new Swarm(places(members.stream()), ledger, random);
    }

    static LoadedCluster of(Cluster cluster, Load load, int size, String... flags) {
        List<Member> members =
                Stream.generate(() -> new Member(cluster, flags)).limit(size).toList();
        return new LoadedCluster(cluster, load, members, 1, false);
    }

    Member member(int i) {
        return members.get(i);
    }

    List<Member> members() {
        return List.copyOf(members);
    }

    /** Sessions subscribe, services begin to publish, and events flow to everybody. */
    void begin() {
        for (int i = 0; i < load.sessions(); i++) {
            List<String> guilds = load.some(random);
            String user = "user" + i;
            swarm.add(user, RunningGateway.token(user, guilds.toArray(String[]::new)), guilds);
        }
        Awaitility.await("subscriptions").atMost(PATIENCE).until(swarm::allSubscribed);
        services = Services.steady(cluster.rabbitUri, load.guildNames(), load.services(), load.perSecond(), ledger);
        begun = System.nanoTime();
        awaitCaughtUp();
        swarm.arrivals().forget();
        run(WARM);
    }

    /** New connections go to the instances that are present; those to others end with them. */
    void route() {
        swarm.moveTo(places(members.stream().filter(Member::isPresent)));
    }

    /** Lets it run for a while: load is what matters, not a condition. */
    void run(Duration time) {
        long enough = ledger.total() + (long) (load.perSecond() * time.toMillis() / 1000);
        long deadline = System.nanoTime() + time.toNanos();
        Awaitility.await("load")
                .atMost(time.plus(PATIENCE))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> System.nanoTime() > deadline || ledger.total() >= enough);
    }

    /** Nothing new is published, everybody has everything, and RabbitMQ has nothing left. */
    void pause() {
        services.pause(PATIENCE);
        awaitCaughtUp();
        awaitDrained();
    }

    void goOn() {
        services.goOn();
    }

    /** Waits until everybody has what has been published so far; answers how long that took, in ms. */
    long awaitCaughtUp() {
        Map<String, Integer> wanted = new HashMap<>();
        load.guildNames().forEach(guild -> wanted.put(guild, ledger.sent(guild)));
        long since = System.nanoTime();
        try {
            Awaitility.await("everybody has it")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> swarm.subscribers().stream()
                            .allMatch(one -> one.history().hasAll(wanted::get)));
        } catch (RuntimeException e) {
            throw new AssertionError(swarm.states(), e);
        }
        return (System.nanoTime() - since) / 1_000_000;
    }

    /** Ends the load and waits until everything has arrived, RabbitMQ has nothing left and nothing more can come. */
    Outcome finish() {
        services.finish(PATIENCE);
        double seconds = (System.nanoTime() - begun) / 1e9;
        awaitCaughtUp();
        awaitDrained();
        // Behind one more event of each guild, nothing of before can come.
        Services.once(cluster.rabbitUri, load.guildNames(), ledger, PATIENCE);
        awaitCaughtUp();
        swarm.awaitAnswers(PATIENCE);
        return Outcome.of(swarm, ledger, services.rate(), seconds);
    }

    private void awaitDrained() {
        Awaitility.await("RabbitMQ has nothing left").atMost(PATIENCE).until(topology::isEmpty);
    }

    private List<URI> places(Stream<Member> of) {
        return of.map(behindWires ? Member::behindWire : Member::webSocket).toList();
    }

    @Override
    public void close() {
        swarm.close();
        if (services != null) {
            services.close();
        }
        members.forEach(Member::close);
        cluster.close();
    }
}
