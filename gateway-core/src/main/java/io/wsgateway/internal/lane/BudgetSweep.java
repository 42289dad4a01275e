package io.wsgateway.internal.lane;

import io.wsgateway.internal.session.ByteBudget;
import io.wsgateway.internal.session.Connections;
import io.wsgateway.internal.session.Session;
import io.wsgateway.internal.session.SessionCloser;
import io.wsgateway.internal.session.StallDetector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Adds up, once a second, the bytes that wait in a lane's connections, and where the instance's {@link ByteBudget} is exceeded
 * cuts off those who leave most untaken. Confined to its lane.
 */
final class BudgetSweep {
    /** ns. */
    private static final long EVERY = 1_000_000_000;

    private final Connections connections;
    private final StallDetector stalls;
    private final ByteBudget.Share share;
    private final SessionCloser closer;
    private long countedAt;

    /** A session and the bytes that it hasn't taken. */
    private record Untaken(Session session, long bytes) {}

    /** @param now monotonic, ns */
    BudgetSweep(Connections connections, StallDetector stalls, ByteBudget.Share share, SessionCloser closer, long now) {
        this.closer = closer;
        this.connections = connections;
        this.stalls = stalls;
        this.share = share;
        countedAt = now;
    }

    void run(long now) {
        if (now - countedAt < EVERY) {
            return;
        }
        countedAt = now;
        long sum = 0;
        for (int i = 0; i < connections.size(); i++) {
            Session session = connections.session(i);
            sum += stalls.untaken(session, now) + session.waitingBytes();
        }
        long excess = share.report(sum, now);
        if (excess > 0) {
            share.report(sum - shed(excess, now), now);
        }
    }

    // Returns how many bytes that freed.
    private long shed(long excess, long now) {
        List<Untaken> all = new ArrayList<>();
        for (int i = 0; i < connections.size(); i++) {
            Session session = connections.session(i);
            long bytes = session.hasEnded() ? 0 : stalls.untaken(session, now);
            if (bytes > 0) {
                all.add(new Untaken(session, bytes));
            }
        }
        all.sort(Comparator.comparingLong(Untaken::bytes).reversed());
        long freed = 0;
        for (int i = 0; i < all.size() && freed < excess; i++) {
            freed += all.get(i).bytes + all.get(i).session.waitingBytes();
            closer.cutOff(all.get(i).session);
        }
        return freed;
    }
}
