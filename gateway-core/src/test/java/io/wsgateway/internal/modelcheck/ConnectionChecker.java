package io.wsgateway.internal.modelcheck;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsgateway.internal.modelcheck.ReferenceLog.Line;
import io.wsgateway.model.Event;
import io.wsgateway.model.Place;
import java.util.ArrayDeque;
import java.util.OptionalInt;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Holds everything that one connection was told against the whole log: a cursor is a promise that nothing in front of it is
 * missing, each entry comes once, in order, byte for byte, and only to who may have it. Any thread.
 */
final class ConnectionChecker {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final ReferenceLog log;
    private final Faults faults;
    private final PendingCommands asks = new PendingCommands();
    private final ReplyChecker answers;
    private final Claims claims;
    private final Queue<String> underWay = new ArrayDeque<>();
    private OptionalInt ended = OptionalInt.empty();
    private boolean left;
    private long events;

    ConnectionChecker(String name, ReferenceModel law, SharedModelState crowd, Faults faults) {
        this.name = name;
        this.log = law.log();
        this.faults = faults;
        claims = new Claims(law, crowd, asks);
        answers = new ReplyChecker(this, law, crowd, claims, asks);
    }

    /** The client sends a command; called in front of sending it. */
    synchronized void sent(SentCommand command) {
        asks.sent(command);
        claims.sent(command);
    }

    /**
     * The gateway has put a frame on the connection.
     *
     * @param lane how far the user's lane had read when it made the frame; null: not known
     */
    synchronized void accepted(String frame, @Nullable Place lane) {
        if (left) {
            return;
        }
        underWay.add(frame);
        if (ended.isPresent()) {
            fault("got a frame behind the end: " + frame);
        } else if (frame.startsWith("{\"event\":")) {
            events++;
            event(frame);
        } else {
            answers.take(parse(frame), frame, lane);
        }
    }

    /** The connection didn't take a frame: from now on it may be behind its lane. */
    synchronized void full(String frame) {
        claims.mayBeBehind();
        if (frame.startsWith("{\"op\":\"RESUMED\"")) {
            claims.replayEnds();
        }
    }

    /** The client has received a frame. */
    synchronized void received(String frame) {
        // What was put on the link while its client was going is in nobody's way.
        if (!frame.equals(underWay.poll()) && !left) {
            fault("received something else than was sent: " + frame);
        }
    }

    /** The client is about to go: what is put on the connection now is nobody's. */
    synchronized void leaves() {
        left = true;
        claims.ended();
    }

    /** The gateway has closed the connection. */
    synchronized void ended(int code) {
        if (ended.isEmpty()) {
            ended = OptionalInt.of(code);
            answers.closed(code);
            claims.ended();
        }
    }

    /** Whether the gateway closed it. */
    synchronized boolean wasEnded() {
        return ended.isPresent();
    }

    /** Whose connection it is; null: nobody's yet. */
    synchronized @Nullable String user() {
        Token token = claims.token();
        return token == null ? null : token.user();
    }

    synchronized @Nullable Token token() {
        return claims.token();
    }

    synchronized long events() {
        return events;
    }

    /** Whether nothing is due and no command waits for its answer. */
    synchronized boolean isQuiet() {
        return left || ended.isPresent() || (asks.open() == null && !(claims.ready() && claims.due() <= log.size()));
    }

    /** Nothing moves any more: what was due has come. */
    synchronized void settled() {
        if (left || ended.isPresent()) {
            return;
        }
        int due = claims.due();
        if (claims.ready() && due <= log.size()) {
            fault("never got " + describe(due));
        }
        if (answers.outlivesItsToken()) {
            fault("outlived its token");
        }
        SentCommand open = asks.open();
        if (open != null) {
            fault("had no answer to " + open);
        }
    }

    private void event(String frame) {
        int at = frame.lastIndexOf("\"cursor\":\"") + 10;
        int n = log.count(frame.substring(at, frame.length() - 2));
        if (n <= 0) {
            fault("got an event at no place: " + frame);
            return;
        }
        Line line = log.line(n);
        if (!(line.entry() instanceof Event event)) {
            fault("got what is no event: " + frame);
        } else if (!claims.ready()) {
            fault("got an event before READY: " + frame);
        } else if (!frame.equals(WorkloadGenerator.frame(line, event))) {
            fault("got other bytes than were published at " + n + ": " + frame);
        } else if (n <= claims.last()) {
            fault("got " + describe(n) + " again or too late, behind " + claims.last());
        } else {
            int due = claims.due();
            if (due < n) {
                fault("missed " + describe(due) + " in front of " + n);
            } else if (due > n && !claims.mayHave(n, event)) {
                fault("had no right to " + describe(n) + ", standing at " + claims.last());
            }
            if (claims.replaying()) {
                claims.replayedOne();
                if (event.ephemeral()) {
                    fault("had something ephemeral replayed: " + describe(n));
                }
            }
            claims.moveTo(n);
        }
    }

    /** A cursor that came with an answer promises that nothing in front of it is missing. */
    void promise(int n, String frame) {
        if (n < 0) {
            fault("was told a place that isn't one: " + frame);
        } else if (n < claims.last()) {
            fault("had its cursor go back from " + claims.last() + " to " + n + ": " + frame);
        } else {
            int due = claims.due();
            if (due <= n) {
                fault("was promised " + describe(due) + " by " + frame);
            }
            claims.moveTo(n);
        }
    }

    void fault(String what) {
        faults.add(name + " (" + claims.token() + ") " + what);
    }

    private String describe(int n) {
        Line line = log.line(n);
        return n + " " + (line.entry() instanceof Event event ? event.name() + " " + event.audience() : line.entry());
    }

    private static JsonNode parse(String frame) {
        try {
            return JSON.readTree(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(frame, e);
        }
    }

    static @Nullable String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field).asText() : null;
    }
}
