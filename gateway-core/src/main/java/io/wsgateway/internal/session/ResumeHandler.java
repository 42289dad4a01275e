package io.wsgateway.internal.session;

import io.wsgateway.internal.log.Cursor;
import io.wsgateway.internal.log.Ring;
import io.wsgateway.model.Place;
import io.wsgateway.protocol.ClientMessage.Resume;
import io.wsgateway.protocol.ErrorCode;
import io.wsgateway.protocol.ServerMessage;
import io.wsgateway.protocol.ServerMessage.NotRecovered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Begins replays: finds the client's place in the ring and takes its rights once, at the lane's place. Confined to its lane.
 *
 * <p>A cursor may be ahead of this lane, when the client comes from an instance that is quicker; then the resume waits until
 * the lane has read as far.
 */
class ResumeHandler {
    /** How long a cursor may stay ahead. */
    static final Duration AHEAD = Duration.ofSeconds(5);

    /** One that waits. */
    private record Waiting(
            Session session,
            Identity identity,
            Resume command,
            @Nullable Place cursor,
            long since) {}

    private final Lane lane;
    private final Ring ring;
    private final List<Waiting> waiting = new ArrayList<>();

    ResumeHandler(Lane lane, Ring ring) {
        this.lane = lane;
        this.ring = ring;
    }

    boolean idle() {
        return waiting.isEmpty();
    }

    /** Begins, at once or as soon as it can. */
    void accept(Session session, Identity identity, Resume command) {
        session.phase = Session.Phase.WAITING;
        Waiting resume = new Waiting(session, identity, command, Cursor.parse(command.cursor()), lane.now());
        if (!tryBegin(resume)) {
            waiting.add(resume);
        }
    }

    /** Looks after those that wait; answers whether one of them went on. */
    boolean run() {
        boolean worked = false;
        for (Iterator<Waiting> i = waiting.iterator(); i.hasNext(); ) {
            Waiting resume = i.next();
            try {
                if (resume.session.phase != Session.Phase.WAITING || tryBegin(resume) || tryGivingUp(resume)) {
                    i.remove();
                    worked = true;
                }
            } catch (Throwable e) {
                i.remove();
                lane.life().fail(resume.session, e);
            }
        }
        return worked;
    }

    private boolean tryBegin(Waiting resume) {
        User user = lane.registry().user(resume.identity.userId());
        boolean crowded = user != null && !user.mayReplay();
        if (crowded || resume.session.held != null || isAhead(resume.cursor)) {
            return false;
        }
        begin(resume);
        return true;
    }

    /** Whether a resume from here has to wait for the lane. */
    boolean isAhead(@Nullable Place cursor) {
        Place at = lane.at();
        return cursor != null && cursor.epoch().equals(at.epoch()) && cursor.seq() > at.seq();
    }

    private boolean tryGivingUp(Waiting resume) {
        Session session = resume.session;
        if (session.held != null || !isAhead(resume.cursor) || lane.now() - resume.since <= AHEAD.toNanos()) {
            return false;
        }
        session.phase = Session.Phase.ANONYMOUS;
        lane.flushList()
                .send(
                        session,
                        new ServerMessage.Error(
                                resume.command.id(),
                                ErrorCode.UNAVAILABLE,
                                "This instance has not read as far as your cursor; try again",
                                resume.command.op(),
                                1000));
        session.resumeInbox();
        return true;
    }

    private void begin(Waiting resume) {
        Session session = resume.session;
        Resume command = resume.command;
        if (!lane.life().admit(session, resume.identity)) {
            return;
        }
        // The id is for RESUMED to carry: a command has one answer.
        lane.flushList().send(session, lane.life().ready(session, null, command.cursor()));
        if (session.phase == Session.Phase.ENDED) {
            return;
        }
        Start start = start(resume.cursor);
        List<String> refused = new ArrayList<>();
        for (String guildId : command.guilds()) {
            if (!lane.permits(session, guildId) || lane.tooMany(session)) {
                refused.add(guildId);
                continue;
            }
            long first = lane.record()
                    .replayableFrom(
                            resume.identity,
                            guildId,
                            start.at.epoch(),
                            start.at.seq(),
                            time -> ring.firstSince(time, lane.position()));
            lane.registry().subscribe(session, guildId, first - 1);
        }
        if (start.reason == null) {
            lane.count("resumes.begun");
        }
        ResumeProgress progress = new ResumeProgress(command, refused, start.reason);
        lane.catchUp().begin(session, new CatchUpReader(start.position, start.at, progress));
    }

    /** Where a session goes on reading: behind its cursor; or, for a reason, with its lane. */
    record Start(long position, Place at, @Nullable NotRecovered reason) {}

    Start start(@Nullable Place cursor) {
        if (cursor == null) {
            return withLane(NotRecovered.CURSOR_INVALID);
        }
        if (!cursor.epoch().equals(lane.at().epoch())) {
            return withLane(NotRecovered.EPOCH_CHANGED);
        }
        Ring.Found found = ring.find(cursor, lane.position());
        return found.reason() == null ? new Start(found.position(), cursor, null) : withLane(found.reason());
    }

    private Start withLane(NotRecovered reason) {
        return new Start(lane.position(), lane.at(), reason);
    }
}
