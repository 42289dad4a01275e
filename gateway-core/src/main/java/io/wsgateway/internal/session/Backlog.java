package io.wsgateway.internal.session;

import io.wsgateway.internal.session.Session.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What waits in a lane's connections: adds it up once a second, and where the instance's budget is exceeded cuts off those who
 * leave most untaken. Confined to its lane.
 *
 * <p>Of what a connection was sent only that counts which it may be the last to hold: all of it where it doesn't take it,
 * otherwise the answers made for it alone. Events are shared by all receivers and the ring.
 */
final class Backlog {
    /** ns. */
    private static final long EVERY = 1_000_000_000;

    private final Lane lane;
    private final LaneConnections connections;
    private final StallDetector stalls;
    private final ByteBudget.Share share;
    private long countedAt;

    /** A session and the bytes that it hasn't taken. */
    private record Untaken(Session session, long bytes) {}

    Backlog(Lane lane, LaneConnections connections, StallDetector stalls, ByteBudget.Share share) {
        this.lane = lane;
        this.connections = connections;
        this.stalls = stalls;
        this.share = share;
        countedAt = lane.now();
    }

    void run(long now) {
        if (now - countedAt < EVERY) {
            return;
        }
        countedAt = now;
        long sum = 0;
        for (int i = 0; i < connections.size(); i++) {
            Session session = connections.session(i);
            sum += untaken(session, now) + session.waiting();
        }
        long excess = share.report(sum, now);
        if (excess > 0) {
            share.report(sum - shed(excess, now), now);
        }
    }

    private long untaken(Session session, long now) {
        long queued = session.connection.queuedBytes();
        if (queued == 0) {
            session.answered = 0;
        }
        boolean slow = session.full || stalls.stalled(session, queued, now);
        return slow ? queued : Math.min(queued, session.answered);
    }

    // Answers how many bytes that freed.
    private long shed(long excess, long now) {
        List<Untaken> all = new ArrayList<>();
        for (int i = 0; i < connections.size(); i++) {
            Session session = connections.session(i);
            long bytes = session.phase == Phase.ENDED ? 0 : untaken(session, now);
            if (bytes > 0) {
                all.add(new Untaken(session, bytes));
            }
        }
        all.sort(Comparator.comparingLong(Untaken::bytes).reversed());
        long freed = 0;
        for (int i = 0; i < all.size() && freed < excess; i++) {
            freed += all.get(i).bytes + all.get(i).session.waiting();
            lane.catchUp().interrupt(all.get(i).session);
        }
        return freed;
    }
}
