package io.wsgateway.internal.session;

import io.wsgateway.internal.log.Chunk;
import io.wsgateway.internal.log.EncodedEvent;
import io.wsgateway.internal.log.Ring;
import io.wsgateway.model.Audience;
import io.wsgateway.model.Place;
import io.wsgateway.spi.Connection.Offer;
import java.util.Set;

/**
 * A lane's own reader of the ring: offers each event to the live sessions that it is for. Confined to its lane.
 *
 * <p>Per receiver there are two array elements, a flag and an offer: no look-up, no allocation. Per event nobody here wants,
 * there is one array element.
 */
final class LiveDelivery {
    /** Slots read in one turn. */
    private static final int SLICE = 256;
    /** Offers made in one turn, as far as whole events allow: an event for everyone counts for all its receivers. */
    private static final int OFFERS = 1 << 16;

    private final Lane lane;
    private final Ring ring;
    private final InterestFilter interest;
    private final SessionRegistry registry;

    // How far it has read. Moved entry by entry, by plain writes: in front of one that throws and behind what it has
    // done.
    private long position;
    private String epoch = "";
    private long seq;
    private long tag;

    /** Events are lost that the live sessions haven't been told of. */
    private boolean lossToTell;
    /** Position of the entry that threw last, and how often it has. */
    private long failedAt = -1;

    private int failures;
    private int offers;

    LiveDelivery(Lane lane, Ring ring, SessionRegistry registry) {
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
        return new Place(epoch, seq, tag);
    }

    /** Whether its place may be told: it has read what the log begins with, and those who lost something know. */
    boolean isSettled() {
        return !epoch.isEmpty() && !lossToTell;
    }

    /** The number of the last entry read. */
    long seq() {
        return seq;
    }

    /** Reads a slice; answers whether there was anything. What throws has not been read, and is read again. */
    boolean read() {
        settle();
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
                    overtaken(end);
                    return true;
                }
                slot = behind;
            }
            slots -= slot - first;
            standAt(chunk, slot);
            position = slot < limit || chunk.contains(end) ? position : chunk.nextBase();
        }
        lane.publishPosition(position);
        return true;
    }

    // Delivers the entry that begins in a slot; answers the slot behind it, negative when the ring has overtaken us.
    private int entry(Chunk chunk, int slot, int limit) {
        long entry = chunk.seq(slot);
        boolean wanted = false;
        int behind = slot;
        do {
            wanted |= interest.has(chunk.key(behind));
            behind++;
        } while (behind < limit && chunk.seq(behind) == entry);
        if (wanted && !chunk.is(slot, Chunk.CONTROL)) {
            standAt(chunk, slot);
            if (!deliver(chunk, slot)) {
                return -1;
            }
        }
        if (lossToTell || chunk.is(slot, Chunk.CHANGE)) {
            standAt(chunk, behind);
            settle();
        }
        return behind;
    }

    private void standAt(Chunk chunk, int slot) {
        position = chunk.base() + slot;
        epoch = chunk.before().epoch();
        seq = slot == 0 ? chunk.before().seq() : chunk.seq(slot - 1);
        tag = slot == 0 ? chunk.before().tag() : chunk.tag(slot - 1);
    }

    // Rights first: whoever is told of a loss, and is behind from then on, reads no change in front of it.
    private void settle() {
        lane.applyChanges(position);
        if (lossToTell) {
            lane.connections().tellLoss();
            lossToTell = false;
        }
    }

    // Answers false when the ring has overtaken us. Where it throws again and again, the entry is lost.
    private boolean deliver(Chunk chunk, int slot) {
        try {
            EncodedEvent event = ring.encoded(chunk, slot);
            if (event == null) {
                return false;
            }
            deliver(event, chunk, slot);
            return true;
        } catch (Throwable e) {
            failures = failedAt == position ? failures + 1 : 1;
            failedAt = position;
            if (failures < Lane.TRIES) {
                throw e;
            }
            lane.mishaps().say(Mishap.DELIVERY, e);
            lossToTell = true;
            return true;
        }
    }

    private void deliver(EncodedEvent event, Chunk chunk, int slot) {
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

    private void offer(User user, Receivers receivers, EncodedEvent event, Set<String> except, Chunk chunk, int slot) {
        if (!except.isEmpty() && except.contains(user.id)) {
            return;
        }
        Session[] sessions = receivers.sessions;
        for (int i = 0; i < receivers.count; i++) {
            offer(sessions[i], event, chunk, slot);
        }
    }

    private void offer(Session session, EncodedEvent event, Chunk chunk, int slot) {
        if (!session.live || session.offered >= position) {
            return;
        }
        offers--;
        try {
            Offer offer = session.connection.offer(event.frame());
            session.offered = position;
            switch (offer) {
                case ACCEPTED -> lane.flushList().touch(session);
                case FULL -> {
                    lane.flushList().full(session);
                    lane.catchUp().fallBehind(session, position, chunk.placeBefore(slot));
                }
                case CLOSED -> session.live = false;
            }
        } catch (Throwable e) {
            // Nobody knows what the connection has taken. The others get what is theirs.
            lane.life().fail(session, e);
        }
    }

    // Goes on where the ring still holds something. Where nothing was lost by that, nobody need know.
    private void overtaken(long end) {
        Ring.Found found = ring.find(at(), end);
        if (found.reason() == null) {
            position = found.position();
            settle();
            return;
        }
        Chunk chunk = ring.middle();
        if (chunk != null) {
            lossToTell = true;
            standAt(chunk, 0);
            settle();
        }
    }
}
