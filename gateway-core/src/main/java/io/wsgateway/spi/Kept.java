package io.wsgateway.spi;

import static java.util.Objects.requireNonNull;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Revocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What outlives the log's window of an entry: only what rights need. */
public sealed interface Kept {

    /** The epoch that its entry was appended in. */
    String epoch();

    /** Its entry's number in that epoch. */
    long seq();

    /** The time that counts for it. */
    Instant when();

    /** Whether it was appended after another one. */
    default boolean isAfter(Kept other) {
        int epochs = epoch().compareTo(other.epoch());
        return epochs > 0 || (epochs == 0 && seq() > other.seq());
    }

    /** Whether it stands after this place in the place's own epoch; what is of another epoch doesn't. */
    default boolean isLaterInEpoch(String placeEpoch, long placeSeq) {
        return epoch().equals(placeEpoch) && seq() > placeSeq;
    }

    /**
     * That a user joined or left a guild, or that a guild is gone.
     *
     * @param userId null: all of the guild's members
     */
    record Member(@Nullable String userId, String guildId, boolean joined, String epoch, long seq, Instant when)
            implements Kept {
        public Member {
            requireNonNull(guildId, "guildId");
            requireNonNull(epoch, "epoch");
            requireNonNull(when, "when");
        }

        /** The same change at another time. */
        public Member at(Instant time) {
            return new Member(userId, guildId, joined, epoch, seq, time);
        }
    }

    /**
     * That tokens are no longer accepted.
     *
     * @param revocation a user's states the time that counts
     */
    record Revoked(Revocation revocation, String epoch, long seq, Instant when) implements Kept {
        public Revoked {
            requireNonNull(revocation, "revocation");
            requireNonNull(epoch, "epoch");
            requireNonNull(when, "when");
            if (revocation.userId() != null && revocation.issuedBefore() == null) {
                revocation = revocation.withIssuedBefore(when);
            }
        }

        /** Tokens issued before this are revoked. */
        public Instant reach() {
            return revocation.reach(when);
        }

        /** Whether it says all that another one of the same tokens says: it reaches as far, and is kept for as long. */
        public boolean covers(Revoked other) {
            int reaches = reach().compareTo(other.reach());
            return reaches > 0 || (reaches == 0 && !when.isBefore(other.when));
        }
    }

    /** Whether anything is kept of an entry. */
    static boolean isKeptOf(Entry entry) {
        return entry instanceof Revocation || (entry instanceof Event event && event.membership() != null);
    }

    /** What is kept of an entry with this place and time: nothing, one value, or one for each user that it names. */
    static List<Kept> of(Entry entry, String epoch, long seq, Instant when) {
        if (entry instanceof Revocation revocation) {
            return List.of(new Revoked(revocation, epoch, seq, when));
        }
        if (!(entry instanceof Event event) || event.membership() == null) {
            return List.of();
        }
        Membership change = event.membership();
        if (event.audience().kind() == Audience.Kind.USERS) {
            List<Kept> kept = new ArrayList<>(event.audience().ids().size());
            for (String user : event.audience().ids()) {
                kept.add(new Member(user, change.guildId(), change.joined(), epoch, seq, when));
            }
            return kept;
        }
        // A guild can't be joined by all at once.
        return change.joined() ? List.of() : List.of(new Member(null, change.guildId(), false, epoch, seq, when));
    }
}
