package io.wsgateway.internal.lane;

import io.wsgateway.internal.session.FlushList;
import io.wsgateway.internal.session.ResumeRates;
import io.wsgateway.internal.session.Session;
import io.wsgateway.internal.session.SessionCloser;
import io.wsgateway.internal.session.SessionLimits;
import io.wsgateway.internal.wire.ClientMessage;
import io.wsgateway.internal.wire.ClientMessage.Identify;
import io.wsgateway.internal.wire.ClientMessage.Resume;
import io.wsgateway.internal.wire.ErrorCode;
import io.wsgateway.model.CloseReason;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Holds a lane's clients to their rates: what comes too fast is answered {@code RATE_LIMITED} instead of carried out, and who goes
 * on all the same is closed. A message counts when its turn has come, not when it arrives: what waits behind an {@code
 * IDENTIFY}, or for a lane that is late, is refilled for meanwhile, so waiting never costs more than being served at once.
 * Confined to its lane.
 */
final class RateGuard {
    private final SessionLimits.Rates rates;
    private final ResumeRates resumes;
    private final FlushList flushList;
    private final SessionCloser closer;
    private final Consumer<String> count;

    /**
     * @param clock monotonic, ns; runs on while the process stands
     * @param count counts something by its name
     */
    RateGuard(
            SessionLimits.Rates rates,
            LongSupplier clock,
            FlushList flushList,
            SessionCloser closer,
            Consumer<String> count) {
        this.rates = rates;
        resumes = new ResumeRates(rates, clock);
        this.flushList = flushList;
        this.closer = closer;
        this.count = count;
    }

    /** Whether a message may be carried out; where it may not, it is answered, or the session closed. */
    boolean admits(Session session, ClientMessage message) {
        assert session.isConfined();
        long wait = session.rates().takeMessage();
        if (wait == 0) {
            return true;
        }
        if (session.rates().areExceeded()) {
            closer.close(session, CloseReason.RATE_LIMITED);
        } else {
            refuse(session, message, "At most " + rates.messages() + " messages a minute", wait);
        }
        return false;
    }

    /** Whether a connection may have another token checked; where it may not, it is told. */
    boolean admits(Session session, Identify identify) {
        assert session.isConfined();
        long wait = session.rates().takeIdentify();
        if (wait > 0) {
            refuse(session, identify, "At most " + rates.identifies() + " IDENTIFY a minute on a connection", wait);
        }
        return wait == 0;
    }

    /**
     * Whether a user may resume once more, on whatever connection; where they may not, the client is told. To be asked once the
     * token is accepted: forged ones spend nobody's budget.
     */
    boolean admits(Session session, Resume resume, String userId) {
        assert session.isConfined();
        long wait = resumes.take(userId);
        if (wait > 0) {
            refuse(session, resume, "At most " + rates.resumes() + " RESUME a minute by a user", wait);
        }
        return wait == 0;
    }

    private void refuse(Session session, ClientMessage message, String rate, long wait) {
        count.accept("messages.rate_limited");
        // Rounded up: after it there is one.
        long millis = (wait + 999_999) / 1_000_000;
        flushList.refuse(
                session, message, ErrorCode.RATE_LIMITED, rate + ": wait for retryAfterMs before the next", millis);
    }
}
