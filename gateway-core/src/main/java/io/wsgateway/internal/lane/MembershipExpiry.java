package io.wsgateway.internal.lane;

import io.wsgateway.internal.access.MembershipRecord;
import io.wsgateway.internal.ring.RevokedTokens;
import io.wsgateway.internal.session.Connections;
import io.wsgateway.internal.session.MembershipEnforcer;
import io.wsgateway.spi.MembershipTable;
import java.time.Instant;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * Lets go of membership changes that no token can be older than, a slice in a turn, whatever there is of them. First every
 * session takes over what they said of its rights. Then they are forgotten. Revocations, which all lanes share, are forgotten by
 * whichever comes first. Confined to its lane.
 */
final class MembershipExpiry {
    /** ns between the end of a round and the next. */
    static final long REST = 60_000_000_000L;
    /** Sessions updated in one turn: some 20 µs each, with a hundred guilds of which some are gone. */
    static final int SESSIONS = 16;
    /** Pieces of the record gone through in one turn; each is a 256th of it. */
    static final int SEGMENTS = 1;
    /** Changes in one turn whose history has left the ring; as many revocations. */
    static final int AGED = 256;

    private enum Stage {
        RESTING,
        LOOKING,
        UPDATING,
        FORGETTING
    }

    private final Connections connections;
    final MembershipRecord record;
    private final MembershipEnforcer enforcer;
    private final LongPredicate hasLeftTheRing;
    private final RevokedTokens revoked;
    private final Supplier<Instant> keptSince;
    private Stage stage = Stage.RESTING;
    private Instant before = Instant.MIN;
    private long restingSince;
    private int next;

    /**
     * @param hasLeftTheRing whether the ring holds a position no longer
     * @param keptSince no token can be older than this, by the log's time
     * @param now monotonic, ns
     */
    MembershipExpiry(
            Connections connections,
            MembershipRecord record,
            MembershipEnforcer enforcer,
            LongPredicate hasLeftTheRing,
            RevokedTokens revoked,
            Supplier<Instant> keptSince,
            long now) {
        this.connections = connections;
        this.record = record;
        this.enforcer = enforcer;
        this.hasLeftTheRing = hasLeftTheRing;
        this.revoked = revoked;
        this.keptSince = keptSince;
        restingSince = now;
    }

    void run(long now) {
        record.age(hasLeftTheRing, AGED);
        revoked.forget(before, AGED);
        switch (stage) {
            case RESTING -> {
                if (now - restingSince > REST) {
                    before = keptSince.get();
                    begin(Stage.LOOKING, 0);
                }
            }
            case LOOKING -> look(now);
            case UPDATING -> update();
            case FORGETTING -> forget(now);
        }
    }

    private void begin(Stage of, int from) {
        stage = of;
        next = from;
    }

    private void look(long now) {
        for (int i = 0; i < SEGMENTS; i++) {
            if (next == MembershipTable.SEGMENTS) {
                rest(now);
                return;
            } else if (record.hasOlder(next++, before)) {
                begin(Stage.UPDATING, connections.size() - 1);
                return;
            }
        }
    }

    // From the last to the first: who takes the place of one that has left was updated, and so was who came meanwhile.
    private void update() {
        next = Math.min(next, connections.size() - 1);
        for (int i = 0; i < SESSIONS && next >= 0; i++) {
            enforcer.updateRights(connections.session(next));
            next--; // after it: one whose update threw has its turn again
        }
        if (next < 0) {
            begin(Stage.FORGETTING, 0);
        }
    }

    private void forget(long now) {
        for (int i = 0; i < SEGMENTS && next < MembershipTable.SEGMENTS; i++) {
            record.forget(next++, before);
        }
        if (next == MembershipTable.SEGMENTS) {
            rest(now);
        }
    }

    private void rest(long now) {
        restingSince = now;
        begin(Stage.RESTING, 0);
    }
}
