package io.wsgateway.internal.delivery;

import io.wsgateway.internal.access.Identity;
import io.wsgateway.internal.ring.Cursor;
import io.wsgateway.internal.session.Admission;
import io.wsgateway.internal.session.CatchUpReader;
import io.wsgateway.internal.session.FlushList;
import io.wsgateway.internal.session.Phase;
import io.wsgateway.internal.session.ResumeProgress;
import io.wsgateway.internal.session.Session;
import io.wsgateway.internal.session.SessionCloser;
import io.wsgateway.internal.wire.ClientMessage.Resume;
import io.wsgateway.internal.wire.ErrorCode;
import io.wsgateway.model.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Begins replays: finds the client's place in the ring and takes its rights once, at the lane's place. Confined to its lane.
 *
 * <p>A cursor may be ahead of this lane, when the client comes from an instance that is quicker; then the resume waits until
 * the lane has read as far.
 */
public final class ResumeHandler {
    /** How long a cursor may stay ahead. */
    static final Duration AHEAD = Duration.ofSeconds(5);

    /** One that waits. */
    private record Waiting(
            Session session,
            Identity identity,
            Resume command,
            @Nullable Place cursor,
            long since) {}

    private final ResumePoints points;
    private final Admission admission;
    private final CatchUp catchUp;
    private final FlushList flushList;
    private final SessionCloser closer;
    private final Consumer<String> count;
    private final List<Waiting> waiting = new ArrayList<>();

    /** @param count counts something by its name */
    public ResumeHandler(
            ResumePoints points,
            Admission admission,
            CatchUp catchUp,
            FlushList flushList,
            SessionCloser closer,
            Consumer<String> count) {
        this.points = points;
        this.admission = admission;
        this.catchUp = catchUp;
        this.flushList = flushList;
        this.closer = closer;
        this.count = count;
    }

    public boolean isIdle() {
        return waiting.isEmpty();
    }

    /** Begins, at once or as soon as it can. */
    public void accept(Session session, Identity identity, Resume command) {
        assert session.isConfined();
        session.waiting(identity);
        Waiting resume = new Waiting(session, identity, command, Cursor.parse(command.cursor()), session.now());
        if (!tryBegin(resume)) {
            waiting.add(resume);
        }
    }

    /** Looks after those that wait; returns whether one of them went on. */
    public boolean run() {
        boolean worked = false;
        for (Iterator<Waiting> i = waiting.iterator(); i.hasNext(); ) {
            Waiting resume = i.next();
            try {
                if (resume.session.phase() != Phase.WAITING || tryBegin(resume) || tryGivingUp(resume)) {
                    i.remove();
                    worked = true;
                }
            } catch (Throwable e) {
                i.remove();
                closer.fail(resume.session, e);
            }
        }
        return worked;
    }

    private boolean tryBegin(Waiting resume) {
        if (!admission.mayReplay(resume.identity.userId())
                || resume.session.pendingReply() != null
                || points.isAhead(resume.cursor)) {
            return false;
        }
        begin(resume);
        return true;
    }

    private boolean tryGivingUp(Waiting resume) {
        Session session = resume.session;
        if (session.pendingReply() != null
                || !points.isAhead(resume.cursor)
                || session.now() - resume.since <= AHEAD.toNanos()) {
            return false;
        }
        session.anonymous();
        String reason = "This instance has not read as far as your cursor; try again";
        flushList.refuse(session, resume.command, ErrorCode.UNAVAILABLE, reason, 1000);
        session.post();
        return true;
    }

    private void begin(Waiting resume) {
        Session session = resume.session;
        Resume command = resume.command;
        if (!admission.admit(session, resume.identity)) {
            return;
        }
        // The id is for RESUMED to carry: a command has one answer.
        flushList.send(session, admission.ready(session, null, command.cursor()));
        if (session.hasEnded()) {
            return;
        }
        ResumePoints.Start start = points.start(resume.cursor);
        List<String> refused =
                admission.subscribeAgain(session, resume.identity, command.guilds(), start.at(), points::firstSince);
        if (start.reason() == null) {
            count.accept("resumes.begun");
        }
        ResumeProgress progress = new ResumeProgress(command, refused, start.reason());
        catchUp.begin(session, new CatchUpReader(start.position(), start.at(), progress));
    }
}
