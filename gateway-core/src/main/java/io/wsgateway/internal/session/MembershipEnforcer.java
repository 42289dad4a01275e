package io.wsgateway.internal.session;

import io.wsgateway.internal.access.Identity;
import io.wsgateway.internal.access.MembershipRecord;
import io.wsgateway.internal.ring.ControlEntries;
import io.wsgateway.internal.ring.ControlEntries.Change;
import io.wsgateway.internal.ring.ControlEntries.Replacement;
import io.wsgateway.model.Audience;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Membership;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies what the log says of memberships to a lane, at the lane's place: first to the record, then to its live sessions.
 * A session that is behind keeps its subscriptions until it passes the change itself. Confined to its lane.
 */
public final class MembershipEnforcer {
    private final MembershipRecord record;
    private final ReceiverIndex index;
    private final SessionRegistry registry;
    private final SessionCloser closer;
    private final int number;
    private ControlEntries.Node last;

    /** @param number the lane's among all, from 0 on */
    public MembershipEnforcer(
            int number,
            MembershipRecord record,
            ReceiverIndex index,
            SessionRegistry registry,
            SessionCloser closer,
            ControlEntries changes) {
        this.number = number;
        this.record = record;
        this.index = index;
        this.registry = registry;
        this.closer = closer;
        this.last = changes.start();
    }

    /** Whether there are changes in front of a position that aren't applied. */
    public boolean isDue(long position) {
        ControlEntries.Node node = last.next();
        return node != null && node.position() < position;
    }

    /**
     * Applies all changes in front of a position. One that throws half-way isn't passed: applying it again does what is left
     * of it.
     */
    public void applyUpTo(long position) {
        for (ControlEntries.Node node = last.next(); node != null && node.position() < position; node = node.next()) {
            if (node.control() instanceof Change change) {
                record.apply(change, node.position());
                enforce(change.entry());
            } else if (node.control() instanceof Replacement kept) {
                updateAllRights();
                record.replace(kept.part(number));
                enforceAll();
            }
            last = node;
        }
    }

    // What the record held may be more than what is kept after a gap, if only what no token can be older than.
    private void updateAllRights() {
        for (User user : index.users()) {
            for (Session session : user.sessions.copy()) {
                updateRights(session);
            }
        }
    }

    /**
     * A session may outlive the record of what happened since its rights were stated, where a token may live for longer than
     * claims count: it keeps what that says.
     */
    public void updateRights(Session session) {
        assert session.isConfined();
        Identity identity = session.identity();
        if (identity != null) {
            session.identifiedAs(record.withChanges(identity));
        }
    }

    /** A session that is behind its lane has read a change: it ends a subscription that held before. */
    public void passedBy(Session session, Audience audience, Membership membership, long seq) {
        assert session.isConfined();
        Identity identity = session.identity();
        boolean concerned = audience.kind() != Audience.Kind.USERS
                || (identity != null && audience.ids().contains(identity.userId()));
        Subscription subscription =
                session.registered ? registry.userOf(session).subscription(membership.guildId()) : null;
        if (concerned && !membership.joined() && subscription != null && subscription.reaches(session, seq)) {
            end(session, membership.guildId());
            if (session.registered) {
                // Another connection of the user may have asked for it again, further on.
                registry.shareWithOneBehind(session, membership.guildId(), seq);
            }
        }
    }

    private void enforce(Entry entry) {
        if (entry instanceof Kick kick) {
            User user = index.user(kick.userId());
            if (user != null) {
                user.sessions.copy().forEach(session -> closer.close(session, kick.reason()));
            }
        } else if (entry instanceof Event event && event.membership() != null) {
            enforce(event.audience(), event.membership());
        }
    }

    private void enforce(Audience audience, Membership membership) {
        if (audience.kind() != Audience.Kind.USERS) {
            endLive(index.guild(membership.guildId()));
            return;
        }
        for (String id : audience.ids()) {
            User user = index.user(id);
            if (user == null) {
                continue;
            }
            if (membership.joined()) {
                registry.shareAgain(user, membership.guildId());
            } else {
                endLive(user, membership.guildId());
            }
        }
    }

    private void endLive(@Nullable User user, String guildId) {
        if (user != null) {
            for (Session session : user.sessions.copy()) {
                if (session.isLive()) {
                    end(session, guildId);
                }
            }
        }
    }

    private void endLive(@Nullable Guild guild) {
        if (guild != null) {
            for (Subscription subscription : guild.copy()) {
                for (Session session : subscription.receivers().copy()) {
                    if (session.isLive()) {
                        end(session, guild.id);
                    }
                }
            }
        }
    }

    // After a gap nobody can say what happened, only what holds: also for who isn't live, since what comes after the
    // gap's place says no more of it. Who stands in front of that place can't read on, and is told nothing more.
    private void enforceAll() {
        for (User user : index.users()) {
            // Numbers after the gap may be smaller, in another epoch; all of them are later.
            user.sessions.copy().forEach(session -> session.joinedAfter(-1));
            for (Subscription subscription : List.copyOf(user.subscriptions())) {
                subscription.forgetNumbers();
                for (Session session : subscription.receivers().copy()) {
                    if (!registry.permits(session, subscription.guildId)) {
                        end(session, subscription.guildId);
                    }
                }
                registry.shareAgain(user, subscription.guildId);
            }
        }
    }

    // Who may read any guild (guilds.access=open, or a GuildAccess of the host's that answers so) has nothing that can
    // be taken away.
    private void end(Session session, String guildId) {
        Identity identity = session.identity();
        if (identity != null && !identity.rights().any()) {
            registry.drop(session, guildId);
        }
    }
}
