package io.wsgateway.internal.delivery;

import io.wsgateway.internal.ring.Chunk;
import io.wsgateway.internal.ring.EncodedEvent;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.Fault;
import io.wsgateway.internal.session.FlushList;
import io.wsgateway.internal.session.Guild;
import io.wsgateway.internal.session.InterestFilter;
import io.wsgateway.internal.session.LaneFaults;
import io.wsgateway.internal.session.LanePosition;
import io.wsgateway.internal.session.ReceiverIndex;
import io.wsgateway.internal.session.Receivers;
import io.wsgateway.internal.session.RightsBarrier;
import io.wsgateway.internal.session.Session;
import io.wsgateway.internal.session.SessionCloser;
import io.wsgateway.internal.session.Subscription;
import io.wsgateway.internal.session.User;
import java.util.Set;

/**
 * A lane's own reader of the ring: offers each event to the live sessions that it is for. Confined to its lane.
 *
 * <p>Per receiver there are two array elements, a flag and an offer: no look-up, no allocation. Per event nobody here wants,
 * there is one array element.
 */
public final class LiveDelivery {
    /** Slots read in one turn. */
    private static final int SLICE = 256;
    /** Offers made in one turn, as far as whole events allow: an event for everyone counts for all its receivers. */
    private static final int OFFERS = 1 << 16;

    private final Ring ring;
    /** Moved entry by entry: it stands before one that throws, and after what it has done. */
    private final LanePosition lanePosition;

    private final ReceiverIndex index;
    private final InterestFilter interest;
    private final RightsBarrier rights;
    private final FlushList flushList;
    private final SessionCloser closer;
    private final LossNotice loss;
    private final LaneFaults faults;

    /** Events are lost that the live sessions haven't been told of. */
    private boolean lossToTell;
    /** Position of the entry that threw last, and how often it has. */
    private long failedAt = -1;

    private int failures;
    private int offers;

    public LiveDelivery(
            Ring ring,
            LanePosition lanePosition,
            ReceiverIndex index,
            RightsBarrier rights,
            FlushList flushList,
            SessionCloser closer,
            LossNotice loss,
            LaneFaults faults) {
        this.ring = ring;
        this.lanePosition = lanePosition;
        this.index = index;
        this.interest = index.interest();
        this.rights = rights;
        this.flushList = flushList;
        this.closer = closer;
        this.loss = loss;
        this.faults = faults;
    }

    /** Whether its place may be told: it has read what the log begins with, and those who lost something know. */
    public boolean mayTellPlace() {
        return lanePosition.hasBegun() && !lossToTell;
    }

    /** Reads a slice; returns whether there was anything. What throws has not been read, and is read again. */
    public boolean read() {
        applyDue();
        long end = ring.end();
        long position = lanePosition.next();
        if (position == end) {
            return false;
        }
        offers = OFFERS;
        int slots = SLICE;
        while (position < end && slots > 0 && offers > 0) {
            Chunk chunk = ring.chunk(position);
            if (chunk == null) {
                overtaken(end);
                break;
            }
            int slot = (int) (position - chunk.base());
            int limit = chunk.limit(end);
            int first = slot;
            while (slot < limit && slots > slot - first && offers > 0) {
                int after = entry(chunk, slot, limit);
                if (after < 0) {
                    overtaken(end);
                    return true;
                }
                slot = after;
            }
            slots -= slot - first;
            standAt(chunk, slot);
            if (slot == limit && !chunk.contains(end)) {
                lanePosition.skipTo(chunk.nextBase());
            }
            position = lanePosition.next();
        }
        lanePosition.publish();
        return true;
    }

    // Delivers the entry that begins in a slot; returns the slot after it, negative when the ring has overtaken us.
    private int entry(Chunk chunk, int slot, int limit) {
        long entry = chunk.seq(slot);
        boolean wanted = false;
        int after = slot;
        do {
            wanted |= interest.has(chunk.key(after));
            after++;
        } while (after < limit && chunk.seq(after) == entry);
        if (wanted && !chunk.is(slot, Chunk.NOT_AN_EVENT)) {
            standAt(chunk, slot);
            if (!deliver(chunk, slot)) {
                return -1;
            }
        }
        if (lossToTell || chunk.is(slot, Chunk.CHANGES_RIGHTS)) {
            standAt(chunk, after);
            applyDue();
        }
        return after;
    }

    private void standAt(Chunk chunk, int slot) {
        lanePosition.moveTo(
                chunk.base() + slot,
                chunk.before().epoch(),
                slot == 0 ? chunk.before().seq() : chunk.seq(slot - 1),
                slot == 0 ? chunk.before().tag() : chunk.tag(slot - 1));
    }

    // Rights first: whoever is told of a loss, and is behind from then on, reads no change in front of it.
    private void applyDue() {
        rights.applyUpTo(lanePosition.next());
        if (lossToTell) {
            loss.tell();
            lossToTell = false;
        }
    }

    // Returns false when the ring has overtaken us. Where it throws again and again, the entry is lost.
    private boolean deliver(Chunk chunk, int slot) {
        try {
            EncodedEvent event = ring.encoded(chunk, slot);
            if (event == null) {
                return false;
            }
            deliver(event, chunk, slot);
            return true;
        } catch (Throwable e) {
            failures = failedAt == lanePosition.next() ? failures + 1 : 1;
            failedAt = lanePosition.next();
            if (failures < LaneFaults.TRIES) {
                throw e;
            }
            faults.report(Fault.DELIVERY, e);
            lossToTell = true;
            return true;
        }
    }

    private void deliver(EncodedEvent event, Chunk chunk, int slot) {
        Set<String> ids = event.audience().ids();
        Set<String> except = event.audience().exceptUsers();
        switch (event.audience().kind()) {
            case GUILDS -> {
                for (String id : ids) {
                    Guild guild = index.guild(id);
                    for (int i = 0; guild != null && i < guild.count(); i++) {
                        Subscription subscription = guild.subscription(i);
                        offer(subscription.userId(), subscription.receivers(), event, except, chunk, slot);
                    }
                }
            }
            case USERS -> {
                for (String id : ids) {
                    User user = index.user(id);
                    if (user != null) {
                        offer(user.id(), user.sessions(), event, except, chunk, slot);
                    }
                }
            }
            case EVERYONE -> {
                for (User user : index.users()) {
                    offer(user.id(), user.sessions(), event, except, chunk, slot);
                }
            }
        }
    }

    private void offer(
            String userId, Receivers receivers, EncodedEvent event, Set<String> except, Chunk chunk, int slot) {
        if (!except.isEmpty() && except.contains(userId)) {
            return;
        }
        for (int i = 0; i < receivers.count(); i++) {
            offer(receivers.session(i), event, chunk, slot);
        }
    }

    private void offer(Session session, EncodedEvent event, Chunk chunk, int slot) {
        long position = lanePosition.next();
        if (!session.lacks(position)) {
            return;
        }
        offers--;
        try {
            switch (session.offer(event.frame(), position)) {
                case ACCEPTED -> flushList.touch(session);
                case FULL -> flushList.fullAt(session, position, chunk.placeBefore(slot));
                case CLOSED -> session.readsNoMore();
            }
        } catch (Throwable e) {
            // Nobody knows what the connection has taken. The others get what is theirs.
            closer.fail(session, e);
        }
    }

    // Goes on where the ring still holds something. Where nothing was lost by that, nobody need know.
    private void overtaken(long end) {
        Ring.Found found = ring.find(lanePosition.at(), end);
        if (found.reason() == null) {
            lanePosition.skipTo(found.position());
            applyDue();
            return;
        }
        Chunk chunk = ring.middle();
        if (chunk != null) {
            lossToTell = true;
            standAt(chunk, 0);
            applyDue();
        }
    }
}
