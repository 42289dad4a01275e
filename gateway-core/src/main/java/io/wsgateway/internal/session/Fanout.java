package io.wsgateway.internal.session;

import io.wsgateway.internal.log.Chunk;
import io.wsgateway.internal.log.Outgoing;
import io.wsgateway.internal.log.Ring;
import io.wsgateway.model.Audience;
import io.wsgateway.model.Place;
import java.util.Set;

/**
 * A lane's own reader of the ring: offers each event to the live sessions that it is for. Confined to its lane.
 *
 * <p>Per receiver there are two array elements, a flag and an offer: no look-up, no allocation. Per event nobody here wants,
 * there is one array element.
 */
final class Fanout {
    /** Slots read in one turn. */
    private static final int SLICE = 256;
    /** Offers made in one turn, as far as whole events allow: an event for everyone counts for all its receivers. */
    private static final int OFFERS = 1 << 16;

    private final Lane lane;
    private final Ring ring;
    private final Interest interest;
    private final SessionRegistry registry;

    private long position;
    private Place at = new Place("", 0, 0);
    private int offers;

    Fanout(Lane lane, Ring ring, SessionRegistry registry) {
        this.lane = lane;
        this.ring = ring;
        this.registry = registry;
        interest = registry.interest();
    }

    /** The next slot to read. */
    long position() {
        return position;
    }

    /** The place of the last entry read: the cursor of every live session. */
    Place at() {
        return at;
    }

    /** Reads a slice; answers whether there was anything. */
    boolean read() {
        long end = ring.end();
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
                int behind = entry(chunk, slot, limit);
                if (behind < 0) {
                    at = chunk.placeBefore(slot);
                    overtaken(end);
                    return true;
                }
                slot = behind;
            }
            slots -= slot - first;
            at = chunk.placeBefore(slot);
            position = slot < limit || chunk.contains(end) ? chunk.base() + slot : chunk.nextBase();
        }
        lane.publishPosition(position);
        return true;
    }

    // Delivers the entry that begins in a slot; answers the slot behind it, negative when the ring has overtaken us.
    private int entry(Chunk chunk, int slot, int limit) {
        long seq = chunk.seq(slot);
        boolean wanted = false;
        int behind = slot;
        do {
            wanted |= interest.has(chunk.key(behind));
            behind++;
        } while (behind < limit && chunk.seq(behind) == seq);
        if (wanted && !chunk.is(slot, Chunk.CONTROL)) {
            Outgoing event = ring.outgoing(chunk, slot);
            if (event == null) {
                position = chunk.base() + slot;
                return -1;
            }
            deliver(event, chunk, slot);
        }
        if (chunk.is(slot, Chunk.CHANGE)) {
            position = chunk.base() + behind;
            at = chunk.place(behind - 1);
            lane.applyChanges(position);
        }
        return behind;
    }

    private void deliver(Outgoing event, Chunk chunk, int slot) {
        if (event.audience() instanceof Audience.Guilds guilds) {
            for (String id : guilds.ids()) {
                Guild guild = registry.guild(id);
                if (guild != null) {
                    Subscription[] subscriptions = guild.subscriptions;
                    for (int i = 0; i < guild.count; i++) {
                        Subscription subscription = subscriptions[i];
                        offer(subscription.user, subscription.receivers(), event, guilds.exceptUsers(), chunk, slot);
                    }
                }
            }
        } else if (event.audience() instanceof Audience.Users users) {
            for (String id : users.ids()) {
                User user = registry.user(id);
                if (user != null) {
                    offer(user, user.sessions, event, Set.of(), chunk, slot);
                }
            }
        } else if (event.audience() instanceof Audience.Everyone everyone) {
            for (User user : registry.users()) {
                offer(user, user.sessions, event, everyone.exceptUsers(), chunk, slot);
            }
        }
    }

    private void offer(User user, Receivers receivers, Outgoing event, Set<String> except, Chunk chunk, int slot) {
        if (!except.isEmpty() && except.contains(user.id)) {
            return;
        }
        Session[] sessions = receivers.sessions;
        for (int i = 0; i < receivers.count; i++) {
            offer(sessions[i], event, chunk, slot);
        }
    }

    private void offer(Session session, Outgoing event, Chunk chunk, int slot) {
        long position = chunk.base() + slot;
        if (!session.live || session.offered == position) {
            return;
        }
        offers--;
        session.offered = position;
        switch (session.connection.offer(event.frame())) {
            case ACCEPTED -> lane.outbox().touch(session);
            case FULL -> {
                lane.outbox().full(session);
                lane.readings().fallBehind(session, position, chunk.placeBefore(slot));
            }
            case CLOSED -> session.live = false;
        }
    }

    // Goes on where the ring still holds something. Where nothing was lost by that, nobody need know.
    private void overtaken(long end) {
        Ring.Found found = ring.find(at, end);
        if (found.reason() == null) {
            position = found.position();
            lane.applyChanges(position);
            return;
        }
        Chunk chunk = ring.middle();
        if (chunk == null) {
            return;
        }
        position = chunk.base();
        at = chunk.before();
        lane.applyChanges(position);
        lane.roster().tellLoss();
    }
}
