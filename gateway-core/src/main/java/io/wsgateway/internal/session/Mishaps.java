package io.wsgateway.internal.session;

import io.wsgateway.spi.LogThrottle;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What failed on a lane and was contained: written down once per interval, with a count, for where memory is short
 * everything fails at once. Never throws. Confined to its lane.
 */
public final class Mishaps {
    private static final Logger LOG = LoggerFactory.getLogger(Mishaps.class);

    /** How often something is tried that throws, before it is given up: with the pauses between, a third of a second. */
    public static final int TRIES = 5;

    private final String name;
    private final LongSupplier now;
    private final Consumer<String> count;
    private final LogThrottle lines = new LogThrottle();
    private boolean hurt;
    private Mishap last = Mishap.TURN;
    private @Nullable Throwable lastFault;

    /**
     * @param now monotonic, ns
     * @param count counts something by its name
     */
    public Mishaps(String name, LongSupplier now, Consumer<String> count) {
        this.name = name;
        this.now = now;
        this.count = count;
    }

    /** Has its texts made while there is memory for them. */
    public void prepare() {
        hurt = Mishap.values().length == 0;
    }

    /** Part of a turn failed, and is taken again. */
    public void say(Mishap what, Throwable fault) {
        hurt = true;
        tell(what, fault);
    }

    /** A session failed, which is its own affair: the lane's others needn't wait for it. */
    public void session(Throwable fault) {
        tell(Mishap.SESSION, fault);
    }

    /** A command failed, and whoever sent it is told. */
    public void command(Throwable fault) {
        tell(Mishap.COMMAND, fault);
    }

    /** Writes down what is due. */
    public void tell() {
        try {
            line(lines.due(now.getAsLong()));
        } catch (Throwable unsaid) {
            hurt = true;
        }
    }

    /** Whether part of the turn failed; asked once a turn. */
    public boolean hurt() {
        boolean was = hurt;
        hurt = false;
        return was;
    }

    private void tell(Mishap what, Throwable fault) {
        try {
            last = what;
            lastFault = fault;
            if (what == Mishap.SESSION) {
                count.accept("sessions.failed");
            } else {
                count.accept("lanes.faults");
            }
            line(lines.add(now.getAsLong()));
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
