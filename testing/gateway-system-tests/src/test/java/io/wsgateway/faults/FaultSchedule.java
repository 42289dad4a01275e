package io.wsgateway.faults;

import io.wsgateway.testkit.FaultProxy;
import io.wsgateway.testkit.FaultProxy.End;
import java.time.Duration;
import java.util.Random;
import java.util.function.Function;

/**
 * Faults in a random order, the same for the same seed. One at a time: what two at once may do isn't promised. For one
 * thread.
 */
final class FaultSchedule {
    /** Every so many faults comes one that lasts for minutes. */
    private static final int LONG_EVERY = 8;

    /** A heap that is full for 20 s ends the process. */
    private static final Duration STAYS_FULL = Duration.ofSeconds(30);

    private final Random random;
    private final int members;
    private final boolean longForms;
    private int count;

    /** @param longForms whether some faults last for minutes */
    FaultSchedule(long seed, int members, boolean longForms) {
        random = new Random(seed);
        this.members = members;
        this.longForms = longForms;
    }

    /** The next fault. */
    Fault next() {
        count++;
        return longForms && count % LONG_EVERY == 0 ? longForm(count / LONG_EVERY) : shortForm();
    }

    private Fault longForm(int turn) {
        return switch (turn % 4) {
            case 0 -> Faults.redisKilled(Duration.ofSeconds(150));
            case 1 -> Faults.away("some clients are away, inside the window", Duration.ofSeconds(60));
            case 2 -> Faults.frozen(anybody(), Duration.ofMinutes(5));
            default ->
                Faults.away("some clients are away, beyond the window", Duration.ofSeconds(180))
                        .losingData();
        };
    }

    private Fault shortForm() {
        return switch (random.nextInt(26)) {
            case 0 -> Faults.killed(anybody(), seconds(1, 10));
            case 1 -> Faults.frozen(anybody(), seconds(5, 70));
            case 2 -> Faults.drained(anybody(), seconds(1, 3));
            case 3 -> Faults.rabbitKilled(seconds(1, 15));
            case 4 -> Faults.rabbitCloses();
            case 5 -> Faults.rabbitAlarmed(seconds(3, 15));
            case 6 -> Faults.redisKilled(seconds(1, 20));
            case 7 -> Faults.redisFrozen(seconds(1, 30));
            case 8 -> Faults.redisDropsSubscribers();
            case 9 -> Faults.redisDropsCallers();
            case 10 -> Faults.redisEmpty();
            case 11 -> Faults.everybodyCut();
            case 12, 13 -> network("Redis", Member::redis, End.CLIENT);
            case 14, 15 -> network("RabbitMQ", Member::rabbit, End.CLIENT);
            case 16, 17 -> Faults.heapFull(anybody(), millis(100, 5_000));
            case 18 -> Faults.heapFull(anybody(), STAYS_FULL);
            case 19 -> Faults.frozen(anybody(), seconds(5, 70));
            case 20, 21, 22 -> Faults.damaged(Damage.any(random));
            default -> network("clients", Member::clients, End.SERVER);
        };
    }

    /** @param near at which end of the wire the instance is */
    private Fault network(String to, Function<Member, FaultProxy> wire, End near) {
        int i = anybody();
        Duration lasts = seconds(1, 30);
        End far = near == End.CLIENT ? End.SERVER : End.CLIENT;
        return switch (random.nextInt(7)) {
            case 0 -> Faults.network(to, i, lasts, wire, "cut", FaultProxy::cut);
            case 1 -> Faults.network(to, i, lasts, wire, "reset", FaultProxy::reset);
            case 2 -> Faults.network(to, i, lasts, wire, "a black hole", FaultProxy::blackHole);
            case 3 -> Faults.network(to, i, lasts, wire, "open at its own end only", proxy -> proxy.halfOpen(near));
            case 4 -> Faults.network(to, i, lasts, wire, "open at the other end only", proxy -> proxy.halfOpen(far));
            case 5 -> Faults.network(to, i, lasts, wire, "late", proxy -> proxy.delay(Duration.ofMillis(200)));
            default -> Faults.network(to, i, lasts, wire, "narrow", proxy -> proxy.throttle(100_000));
        };
    }

    private int anybody() {
        return random.nextInt(members);
    }

    private Duration millis(int from, int to) {
        return Duration.ofMillis(random.nextInt(from, to + 1));
    }

    private Duration seconds(int from, int to) {
        return Duration.ofSeconds(random.nextInt(from, to + 1));
    }
}
