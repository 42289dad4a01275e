package io.wsgateway.internal.lane;

import io.wsgateway.internal.access.AuthOutcome;
import io.wsgateway.internal.session.FlushList;
import io.wsgateway.internal.session.LaneFaults;
import io.wsgateway.internal.session.LanePosition;
import io.wsgateway.internal.session.Mailbox;
import io.wsgateway.internal.session.Phase;
import io.wsgateway.internal.session.Session;
import io.wsgateway.internal.session.SessionLimits;
import io.wsgateway.internal.session.SessionRegistry;
import io.wsgateway.internal.session.TokenCheck;
import io.wsgateway.internal.wire.ClientMessage;
import io.wsgateway.internal.wire.ClientMessage.Heartbeat;
import io.wsgateway.internal.wire.ClientMessage.Identify;
import io.wsgateway.internal.wire.ClientMessage.Malformed;
import io.wsgateway.internal.wire.ClientMessage.Resume;
import io.wsgateway.internal.wire.ClientMessage.Subscribe;
import io.wsgateway.internal.wire.ClientMessage.Unsubscribe;
import io.wsgateway.internal.wire.CommandId;
import io.wsgateway.internal.wire.ErrorCode;
import io.wsgateway.internal.wire.ServerMessage;
import io.wsgateway.internal.wire.ServerMessage.HeartbeatAck;
import org.jspecify.annotations.Nullable;

/**
 * Answers a lane's clients. What follows {@code IDENTIFY} or {@code RESUME} waits for its outcome; while a connection is
 * full or behind, its messages wait in the mailbox, so no reply is ever queued beside the ring. Confined to its lane.
 */
final class CommandHandler {

    /** Of one session, before others of the lane have their turn. */
    private static final int AT_ONCE = 8;

    private final IdentifyHandler identifying;
    private final RateGuard rates;
    private final SessionRegistry registry;
    private final LanePosition lanePosition;
    private final SessionLimits limits;
    private final FlushList flushList;
    private final LaneFaults faults;

    CommandHandler(
            IdentifyHandler identifying,
            RateGuard rates,
            SessionRegistry registry,
            LanePosition lanePosition,
            SessionLimits limits,
            FlushList flushList,
            LaneFaults faults) {
        this.identifying = identifying;
        this.rates = rates;
        this.registry = registry;
        this.lanePosition = lanePosition;
        this.limits = limits;
        this.flushList = flushList;
        this.faults = faults;
    }

    /** Does what a session's mailbox asks for, as far as the session's phase permits. */
    void drain(Session session) {
        assert session.isConfined();
        Mailbox mailbox = session.mailbox();
        if (session.hasEnded()) {
            mailbox.clear();
            return;
        }
        TokenCheck check = session.check();
        AuthOutcome outcome = check == null ? null : check.outcome();
        if (outcome != null && mayReply(session) && !identifying.onOutcome(session, outcome)) {
            return;
        }
        for (int most = AT_ONCE; most > 0; most--) {
            if (!answerNext(session, mailbox) && !handleNext(session, mailbox)) {
                return;
            }
        }
        // The others come first.
        session.post();
    }

    private boolean answerNext(Session session, Mailbox mailbox) {
        Heartbeat heartbeat = mayReply(session) ? mailbox.heartbeat() : null;
        if (heartbeat != null && admits(session, heartbeat)) {
            flushList.send(session, new HeartbeatAck(heartbeat.id(), cursorFor(session, heartbeat)));
        }
        return heartbeat != null;
    }

    private boolean handleNext(Session session, Mailbox mailbox) {
        ClientMessage message = mayCommand(session) ? mailbox.message() : null;
        if (message == null) {
            return false;
        }
        try {
            if (admits(session, message)) {
                handle(session, message);
            }
        } catch (RuntimeException e) {
            faults.commandFailed(e);
            refuse(session, message, ErrorCode.INTERNAL, "The gateway failed at this; try again");
        }
        return true;
    }

    private static boolean mayReply(Session session) {
        return !session.hasEnded() && session.pendingReply() == null && !session.isFull();
    }

    private static boolean mayCommand(Session session) {
        boolean waitsForNothing = session.phase() == Phase.ANONYMOUS
                || (session.isReady() && session.isLive() && session.check() == null);
        return waitsForNothing && mayReply(session);
    }

    private boolean admits(Session session, ClientMessage message) {
        session.usesExtensions(message.usesExtension());
        return rates.admits(session, message);
    }

    // Before READY the client's own cursor is echoed; any other could later look like a cursor that goes back.
    private @Nullable String cursorFor(Session session, Heartbeat heartbeat) {
        return heartbeat.cursor() == null || !session.isReady() ? heartbeat.cursor() : session.cursor(lanePosition);
    }

    private void handle(Session session, ClientMessage message) {
        if (message instanceof Malformed malformed) {
            refuse(session, message, malformed.code(), malformed.reason());
        } else if (message instanceof Identify identify) {
            identifying.begin(session, identify);
        } else if (message instanceof Resume resume) {
            if (session.isReady()) {
                refuse(
                        session,
                        message,
                        ErrorCode.BAD_REQUEST,
                        "RESUME takes the place of IDENTIFY: open a new connection");
            } else {
                identifying.begin(session, resume);
            }
        } else if (!session.isReady()) {
            refuse(session, message, ErrorCode.NOT_IDENTIFIED, "Send IDENTIFY with a token first");
        } else if (message instanceof Subscribe subscribe) {
            subscribe(session, subscribe);
        } else if (message instanceof Unsubscribe unsubscribe) {
            unsubscribe(session, unsubscribe);
        } else {
            throw new IllegalStateException("No rule for " + message.op());
        }
    }

    private void subscribe(Session session, Subscribe command) {
        String guildId = command.guildId();
        if (!registry.permits(session, guildId)) {
            refuse(
                    session,
                    command,
                    ErrorCode.FORBIDDEN,
                    "Join that guild, or send IDENTIFY with a token that names it, before you subscribe");
        } else if (!registry.hasAsked(session, guildId) && registry.hasMost(session)) {
            String reason = "At most " + limits.subscriptions() + " guilds per connection: unsubscribe from one";
            refuse(session, command, ErrorCode.TOO_MANY_SUBSCRIPTIONS, reason);
        } else {
            registry.subscribe(session, guildId);
            acknowledge(
                    session,
                    command.id(),
                    new ServerMessage.Subscribed(command.id(), guildId, session.cursor(lanePosition)));
        }
    }

    private void unsubscribe(Session session, Unsubscribe command) {
        registry.unsubscribe(session, command.guildId());
        acknowledge(session, command.id(), new ServerMessage.Unsubscribed(command.id(), command.guildId()));
    }

    // The original protocol states no answer: there is one only for who asks.
    private void acknowledge(Session session, @Nullable CommandId id, ServerMessage reply) {
        if (id != null) {
            flushList.send(session, reply);
        }
    }

    private void refuse(Session session, ClientMessage command, ErrorCode code, String reason) {
        flushList.refuse(session, command, code, reason, -1);
    }
}
