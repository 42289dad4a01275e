package io.wsgateway.internal.session;

import io.wsgateway.spi.LogThrottle;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What failed on a lane and was contained: counted, and logged once per interval with its number, for where memory is short
 * everything fails at once. Knows whether the turn has to be taken again. Never throws. Confined to its lane.
 */
public final class LaneFaults {
    private static final Logger LOG = LoggerFactory.getLogger(LaneFaults.class);

    /** How often something is tried that throws, before it is given up: with the pauses between, a third of a second. */
    public static final int TRIES = 5;

    private final String name;
    private final LongSupplier now;
    private final Consumer<String> count;
    private final LogThrottle lines = new LogThrottle();
    private boolean turnFailed;
    private Fault last = Fault.TURN;
    private @Nullable Throwable lastFault;

    /**
     * @param now monotonic, ns
     * @param count counts something by its name
     */
    public LaneFaults(String name, LongSupplier now, Consumer<String> count) {
        this.name = name;
        this.now = now;
        this.count = count;
    }

    /** Loads what {@link #report} needs while there is memory for it; reports nothing. */
    public void prepare() {
        turnFailed = Fault.values().length == 0; // never
    }

    /** Part of a turn failed, and is taken again. */
    public void report(Fault what, Throwable fault) {
        turnFailed = true;
        add(what, fault);
    }

    /** A session failed, which is its own affair: the lane's others needn't wait for it. */
    public void sessionFailed(Throwable fault) {
        add(Fault.SESSION, fault);
    }

    /** A command failed, and whoever sent it is told. */
    public void commandFailed(Throwable fault) {
        add(Fault.COMMAND, fault);
    }

    /** Writes down what is due. */
    public void writeDue() {
        try {
            line(lines.due(now.getAsLong()));
        } catch (Throwable unsaid) {
            turnFailed = true;
        }
    }

    /** Whether part of the turn failed; asked once a turn. */
    public boolean takeTurnFailed() {
        boolean was = turnFailed;
        turnFailed = false;
        return was;
    }

    private void add(Fault what, Throwable fault) {
        try {
            last = what;
            lastFault = fault;
            if (what == Fault.SESSION) {
                count.accept("sessions.failed");
            } else {
                count.accept("lanes.faults");
            }
            line(lines.add(now.getAsLong()));
        } catch (Throwable unsaid) {
            turnFailed = true;
        }
    }

    private void line(long faults) {
        if (faults > 0) {
            LOG.error("{}: {}; faults since the last such line: {}", name, last.text(), faults, lastFault);
            lastFault = null;
        }
    }
}
