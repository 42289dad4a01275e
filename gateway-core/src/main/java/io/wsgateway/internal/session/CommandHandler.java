package io.wsgateway.internal.session;

import io.wsgateway.internal.session.Session.Phase;
import io.wsgateway.model.CloseReason;
import io.wsgateway.protocol.ClientMessage;
import io.wsgateway.protocol.ClientMessage.Heartbeat;
import io.wsgateway.protocol.ClientMessage.Identify;
import io.wsgateway.protocol.ClientMessage.Malformed;
import io.wsgateway.protocol.ClientMessage.Resume;
import io.wsgateway.protocol.ClientMessage.Subscribe;
import io.wsgateway.protocol.ClientMessage.Unsubscribe;
import io.wsgateway.protocol.CommandId;
import io.wsgateway.protocol.ErrorCode;
import io.wsgateway.protocol.ServerMessage;
import io.wsgateway.protocol.ServerMessage.HeartbeatAck;
import org.jspecify.annotations.Nullable;

/**
 * Answers a lane's clients. What follows {@code IDENTIFY} or {@code RESUME} waits for its outcome; while a connection is
 * full or behind, its messages wait in the mailbox, so no answer is ever queued beside the ring. Confined to its lane.
 */
final class CommandHandler {

    /** Of one session, before others of the lane have their turn. */
    private static final int AT_ONCE = 8;

    private final Lane lane;
    private final TokenAuthenticator authenticator;

    CommandHandler(Lane lane, TokenAuthenticator authenticator) {
        this.lane = lane;
        this.authenticator = authenticator;
    }

    /** Does what a session's mailbox asks for, as far as the session's phase permits. */
    void drain(Session session, Mailbox mailbox) {
        if (session.phase == Phase.ENDED) {
            mailbox.clear();
            return;
        }
        if (session.authOutcome != null && mayAnswer(session) && !settle(session, session.authOutcome)) {
            return;
        }
        for (int most = AT_ONCE; most > 0; most--) {
            if (!answerNext(session, mailbox) && !handleNext(session, mailbox)) {
                return;
            }
        }
        // The others come first.
        session.resumeInbox();
    }

    /** Writes down what is due of tokens. */
    void tellOfTokens() {
        authenticator.log().tick();
    }

    private boolean answerNext(Session session, Mailbox mailbox) {
        Heartbeat heartbeat = mayAnswer(session) ? mailbox.heartbeat() : null;
        if (heartbeat != null) {
            answer(session, heartbeat);
        }
        return heartbeat != null;
    }

    private boolean handleNext(Session session, Mailbox mailbox) {
        ClientMessage message = mayCommand(session) ? mailbox.message() : null;
        if (message == null) {
            return false;
        }
        try {
            handle(session, message);
        } catch (RuntimeException e) {
            lane.mishaps().command(e);
            refuse(session, message, ErrorCode.INTERNAL, "The gateway failed at this; try again");
        }
        return true;
    }

    private static boolean mayAnswer(Session session) {
        return session.phase != Phase.ENDED && session.held == null && !session.full;
    }

    private static boolean mayCommand(Session session) {
        boolean waitsForNothing = session.phase == Phase.ANONYMOUS
                || (session.phase == Phase.READY && session.live && session.checking == null);
        return waitsForNothing && mayAnswer(session);
    }

    private void answer(Session session, Heartbeat heartbeat) {
        session.modern |= heartbeat.id() != null || heartbeat.cursor() != null;
        lane.flushList().send(session, new HeartbeatAck(heartbeat.id(), cursorFor(session, heartbeat)));
    }

    // Before READY there is nothing to say but the client's own: any other could later be taken for going back.
    private @Nullable String cursorFor(Session session, Heartbeat heartbeat) {
        if (heartbeat.cursor() == null || session.phase != Phase.READY) {
            return heartbeat.cursor();
        }
        return lane.cursor(session);
    }

    private void handle(Session session, ClientMessage message) {
        session.modern |= message.id() != null || message instanceof Resume;
        if (message instanceof Malformed malformed) {
            refuse(session, message, malformed.code(), malformed.reason());
        } else if (message instanceof Identify identify) {
            identify(session, identify, identify.token());
        } else if (message instanceof Resume resume) {
            if (session.phase == Phase.READY) {
                refuse(
                        session,
                        message,
                        ErrorCode.BAD_REQUEST,
                        "RESUME takes the place of IDENTIFY: open a new connection");
            } else {
                identify(session, resume, resume.token());
            }
        } else if (session.phase != Phase.READY) {
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
        if (!lane.permits(session, guildId)) {
            refuse(
                    session,
                    command,
                    ErrorCode.FORBIDDEN,
                    "Join that guild, or send IDENTIFY with a token that names it, before you subscribe");
        } else if (!session.asked(guildId) && lane.tooMany(session)) {
            String reason = "At most " + lane.limits().subscriptions() + " guilds per connection: unsubscribe from one";
            refuse(session, command, ErrorCode.TOO_MANY_SUBSCRIPTIONS, reason);
        } else {
            lane.registry().subscribe(session, guildId);
            acknowledge(
                    session, command.id(), new ServerMessage.Subscribed(command.id(), guildId, lane.cursor(session)));
        }
    }

    private void unsubscribe(Session session, Unsubscribe command) {
        lane.registry().unsubscribe(session, command.guildId());
        acknowledge(session, command.id(), new ServerMessage.Unsubscribed(command.id(), command.guildId()));
    }

    // The original protocol states no answer: there is one only for who asks.
    private void acknowledge(Session session, @Nullable CommandId id, ServerMessage answer) {
        if (id != null) {
            lane.flushList().send(session, answer);
        }
    }

    private void identify(Session session, ClientMessage command, String token) {
        session.phase = session.phase == Phase.READY ? Phase.READY : Phase.VERIFYING;
        session.checking = command;
        session.checkingSince = lane.now();
        authenticator.verify(session, command, token);
    }

    // Answers whether the session is still this lane's.
    private boolean settle(Session session, AuthOutcome authOutcome) {
        if (session.phase == Phase.READY && !session.live) {
            return true;
        }
        if (authOutcome.outcome() instanceof AuthOutcome.Accepted accepted
                && session.phase == Phase.VERIFYING
                && lane.life().passOn(session, accepted.identity().userId())) {
            return false;
        }
        session.authOutcome = null;
        session.checking = null;
        if (authOutcome.outcome() instanceof AuthOutcome.Refused refused) {
            authenticator.log().refused(refused.reason());
            lane.count("tokens.refused");
            lane.life().close(session, CloseReason.TOKEN_REFUSED);
        } else if (authOutcome.outcome() instanceof AuthOutcome.Accepted accepted) {
            welcome(session, authOutcome.command(), accepted.identity());
        } else {
            session.phase = session.phase == Phase.READY ? Phase.READY : Phase.ANONYMOUS;
            refuse(
                    session,
                    authOutcome.command(),
                    ErrorCode.UNAVAILABLE,
                    "The token can't be checked now; try again",
                    1000);
        }
        return true;
    }

    private void welcome(Session session, ClientMessage command, Identity identity) {
        if (session.phase == Phase.READY) {
            again(session, command, identity);
        } else if (command instanceof Resume resume) {
            lane.resumes().accept(session, identity, resume);
        } else {
            introduce(session, command, identity);
        }
    }

    private void introduce(Session session, ClientMessage command, Identity identity) {
        if (lane.life().admit(session, identity)) {
            session.live = true;
            lane.flushList().send(session, lane.life().ready(session, command.id(), lane.cursor(session)));
        }
    }

    private void again(Session session, ClientMessage command, Identity identity) {
        if (!session.is(identity.userId())) {
            refuse(session, command, ErrorCode.BAD_REQUEST, "This connection is another user's: open a new one");
            return;
        }
        session.identity = lane.record().settled(identity);
        lane.registry().reconsider(session);
        lane.flushList().send(session, lane.life().ready(session, command.id(), lane.cursor(session)));
    }

    private void refuse(Session session, ClientMessage command, ErrorCode code, String reason) {
        refuse(session, command, code, reason, -1);
    }

    private void refuse(Session session, ClientMessage command, ErrorCode code, String reason, long retryAfterMs) {
        String op = command.op().isEmpty() ? null : command.op();
        lane.flushList().send(session, new ServerMessage.Error(command.id(), code, reason, op, retryAfterMs));
    }
}
