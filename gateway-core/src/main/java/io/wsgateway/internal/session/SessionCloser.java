package io.wsgateway.internal.session;

import io.wsgateway.model.CloseReason;
import io.wsgateway.spi.LogThrottle;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a lane's sessions end. Confined to its lane. */
public class SessionCloser {
    private static final Logger LOG = LoggerFactory.getLogger(SessionCloser.class);
    /** Endings taken up again in one turn. */
    private static final int ENDINGS = 64;

    private static final Set<Integer> COUNTED = Set.of(
            1000, 1001, 1002, 1003, 1006, 1007, 1009, 1011, 1012, 4003, 4004, 4008, 4009, 4100, 4101, 4102, 4103, 4200,
            4302);

    private final Connections connections;
    private final SessionRegistry registry;
    private final LaneFaults faults;
    private final LongSupplier now;
    private final Consumer<String> count;
    private final Endings endings = new Endings();
    private final LogThrottle cutOffs = new LogThrottle();
    private String cutOff = "";

    /**
     * @param now monotonic, ns
     * @param count counts something by its name
     */
    public SessionCloser(
            Connections connections,
            SessionRegistry registry,
            LaneFaults faults,
            LongSupplier now,
            Consumer<String> count) {
        this.connections = connections;
        this.registry = registry;
        this.faults = faults;
        this.now = now;
        this.count = count;
    }

    /** Ends a session politely. Never throws. */
    public void close(Session session, CloseReason reason) {
        assert session.isConfined();
        if (!session.hasEnded()) {
            end(session, reason);
        }
    }

    /** Ends all of them politely. Never throws. */
    public void closeAll(CloseReason reason) {
        for (int i = 0; i < connections.size(); i++) {
            close(connections.session(i), reason);
        }
    }

    /**
     * Ends a session that the gateway itself failed: it may resume, for nothing was lost. Nothing more is put on its
     * connection; that is closed, and the session leaves the books, at the end of the turn. So this may be called while
     * somebody goes through the books. Never throws.
     */
    public void fail(Session session, Throwable fault) {
        assert session.isConfined();
        if (!session.hasEnded()) {
            session.end();
            session.ending.closeWith(CloseReason.INTERNAL);
            endings.add(session);
        }
        faults.sessionFailed(fault);
    }

    /** Fails all of them. Never throws. */
    public void failAll(Throwable fault) {
        for (int i = 0; i < connections.size(); i++) {
            fail(connections.session(i), fault);
        }
    }

    /** Takes up the endings that are left; returns whether there was one. */
    public boolean finishEndings() {
        int n = Math.min(ENDINGS, endings.size());
        for (int i = 0; i < n; i++) {
            Session session = endings.poll();
            if (session != null) {
                finish(session);
            }
        }
        return n > 0;
    }

    /**
     * Ends a session that takes too little or can't read on, at once: it may resume, here or elsewhere, as far as its cursor
     * still reaches.
     */
    public void cutOff(Session session) {
        assert session.isConfined();
        if (!session.hasEnded()) {
            CatchUpReader reader = session.reader();
            boolean replaying = reader != null && reader.progress() != null;
            CloseReason reason = replaying ? CloseReason.REPLAY_INTERRUPTED : CloseReason.SLOW_CONSUMER;
            long waited = session.connection.queuedBytes();
            LOG.debug("Cut off {}: {} bytes waited", session.id(), waited);
            // A client can have this happen as often as it connects.
            cutOff = reason.code() + " (" + reason.text() + "), " + waited + " bytes waited";
            tellOfCutOffs(cutOffs.add(now.getAsLong()));
            count.accept("connections.cut_off");
            session.ending.atOnce();
            end(session, reason);
        }
    }

    /** Writes down what is due of the connections that were cut off. */
    public void tellOfCutOffs() {
        tellOfCutOffs(cutOffs.due(now.getAsLong()));
    }

    private void tellOfCutOffs(long cut) {
        if (cut > 0) {
            LOG.info("Connections cut off since the last such line: {}; the latest with {}", cut, cutOff);
        }
    }

    /** The connection is gone. */
    public void closed(Session session, int code) {
        assert session.isConfined();
        connections.remove(session);
        end(session, null);
        // A client can make any other code up, and each would be a counter for ever.
        count.accept("connections.closed." + (COUNTED.contains(code) ? String.valueOf(code) : "other"));
    }

    private void end(Session session, @Nullable CloseReason reason) {
        session.end();
        session.ending.closeWith(reason);
        finish(session);
    }

    // Lets a session go and closes its connection, or has that tried again.
    private void finish(Session session) {
        try {
            if (session.registered) {
                registry.remove(session);
            }
            session.ending.closeConnection();
        } catch (Throwable e) {
            // What waits there may be what memory is missing for.
            session.ending.atOnce();
            endings.add(session);
            faults.report(Fault.ENDING, e);
        }
    }
}
