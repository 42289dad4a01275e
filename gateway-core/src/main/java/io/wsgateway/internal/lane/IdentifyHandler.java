package io.wsgateway.internal.lane;

import io.wsgateway.internal.access.AuthOutcome;
import io.wsgateway.internal.access.Identity;
import io.wsgateway.internal.access.TokenAuthenticator;
import io.wsgateway.internal.delivery.ResumeHandler;
import io.wsgateway.internal.session.Admission;
import io.wsgateway.internal.session.FlushList;
import io.wsgateway.internal.session.Phase;
import io.wsgateway.internal.session.Session;
import io.wsgateway.internal.session.SessionCloser;
import io.wsgateway.internal.wire.ClientMessage;
import io.wsgateway.internal.wire.ClientMessage.Identify;
import io.wsgateway.internal.wire.ClientMessage.Resume;
import io.wsgateway.internal.wire.ErrorCode;
import io.wsgateway.model.CloseReason;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** From a command with a token to an identified session. Confined to its lane. */
final class IdentifyHandler {
    private final RateGuard rates;
    private final TokenAuthenticator authenticator;
    private final BiPredicate<Session, String> passOn;
    private final Admission admission;
    private final ResumeHandler resumes;
    private final FlushList flushList;
    private final SessionCloser closer;
    private final Consumer<String> count;

    /**
     * @param passOn passes a session on to its user's lane, unless that is this one; returns whether it did
     * @param count counts something by its name
     */
    IdentifyHandler(
            RateGuard rates,
            TokenAuthenticator authenticator,
            BiPredicate<Session, String> passOn,
            Admission admission,
            ResumeHandler resumes,
            FlushList flushList,
            SessionCloser closer,
            Consumer<String> count) {
        this.rates = rates;
        this.authenticator = authenticator;
        this.passOn = passOn;
        this.admission = admission;
        this.resumes = resumes;
        this.flushList = flushList;
        this.closer = closer;
        this.count = count;
    }

    /** Has its token checked. */
    void begin(Session session, Identify command) {
        if (rates.admits(session, command)) {
            verify(session, command, command.token());
        }
    }

    /** Has its token checked. */
    void begin(Session session, Resume command) {
        verify(session, command, command.token());
    }

    private void verify(Session session, ClientMessage command, String token) {
        assert session.isConfined();
        authenticator.verify(session.verifying(command), command, token);
    }

    /** Acts on what became of a session's token; returns whether the session is still this lane's. */
    boolean onOutcome(Session session, AuthOutcome outcome) {
        assert session.isConfined();
        if (session.isReady() && !session.isLive()) {
            return true; // it is told when it has caught up
        }
        if (outcome.outcome() instanceof AuthOutcome.Accepted accepted
                && session.phase() == Phase.VERIFYING
                && passOn.test(session, accepted.identity().userId())) {
            return false;
        }
        session.checked();
        if (outcome.outcome() instanceof AuthOutcome.Refused refused) {
            authenticator.log().refused(refused.reason());
            count.accept("tokens.refused");
            closer.close(session, CloseReason.TOKEN_REFUSED);
        } else if (outcome.outcome() instanceof AuthOutcome.Accepted accepted) {
            welcome(session, outcome.command(), accepted.identity());
        } else {
            session.anonymous();
            String reason = "The token can't be checked now; try again";
            flushList.refuse(session, outcome.command(), ErrorCode.UNAVAILABLE, reason, 1000);
        }
        return true;
    }

    private void welcome(Session session, ClientMessage command, Identity identity) {
        if (session.isReady()) {
            again(session, command, identity);
        } else if (command instanceof Resume resume) {
            resume(session, resume, identity);
        } else if (admission.admit(session, identity)) {
            session.live();
            sendReady(session, command);
        }
    }

    private void resume(Session session, Resume command, Identity identity) {
        if (rates.admits(session, command, identity.userId())) {
            resumes.accept(session, identity, command);
        } else {
            session.anonymous();
        }
    }

    private void again(Session session, ClientMessage command, Identity identity) {
        if (!session.is(identity.userId())) {
            String reason = "This connection is another user's: open a new one";
            flushList.refuse(session, command, ErrorCode.BAD_REQUEST, reason, -1);
            return;
        }
        admission.renew(session, identity);
        sendReady(session, command);
    }

    private void sendReady(Session session, ClientMessage command) {
        flushList.send(session, admission.ready(session, command.id()));
    }
}
