package io.wsgateway.internal.session;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What failed on a lane and was contained: written down once per interval, with a count, for where memory is short
 * everything fails at once. Never throws. Confined to its lane.
 */
final class Mishaps {
    private static final Logger LOG = LoggerFactory.getLogger(Mishaps.class);

    private final Lane lane;
    private final String name;
    private final RateLimitedLog lines = new RateLimitedLog();
    private boolean hurt;
    private Mishap last = Mishap.TURN;
    private @Nullable Throwable lastFault;

    Mishaps(Lane lane, String name) {
        this.lane = lane;
        this.name = name;
    }

    /** Has its texts made while there is memory for them. */
    void prepare() {
        hurt = Mishap.values().length == 0;
    }

    /** Part of a turn failed, and is taken again. */
    void say(Mishap what, Throwable fault) {
        hurt = true;
        tell(what, fault);
    }

    /** A session failed, which is its own affair: the lane's others needn't wait for it. */
    void session(Throwable fault) {
        tell(Mishap.SESSION, fault);
    }

    /** A command failed, and whoever sent it is told. */
    void command(Throwable fault) {
        tell(Mishap.COMMAND, fault);
    }

    /** Writes down what is due. */
    void tell() {
        try {
            line(lines.due(lane.now()));
        } catch (Throwable unsaid) {
            hurt = true;
        }
    }

    /** Whether part of the turn failed; asked once a turn. */
    boolean hurt() {
        boolean was = hurt;
        hurt = false;
        return was;
    }

    private void tell(Mishap what, Throwable fault) {
        try {
            last = what;
            lastFault = fault;
            if (what == Mishap.SESSION) {
                lane.count("sessions.failed");
            } else {
                lane.count("lanes.faults");
            }
            line(lines.add(lane.now()));
        } catch (Throwable unsaid) {
            hurt = true;
        }
    }

    private void line(long faults) {
        if (faults > 0) {
            LOG.error("{}: {}; faults since the last such line: {}", name, last.text(), faults, lastFault);
            lastFault = null;
        }
    }
}
