package io.wsgateway.internal.modelcheck;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has one step of a lane's turns throw: the one with a number, and the same kind of step again as often as it is told. One
 * thread.
 */
final class Trap {
    static final Trap NONE = new Trap(-1, 0);

    private final long at;
    private final int times;
    private long steps;
    private int sprung;
    private boolean inTurn;
    private @Nullable String site;

    /** @param at the number of the first step that throws; none has a negative one */
    Trap(long at, int times) {
        this.at = at;
        this.times = times;
    }

    /** Steps that were passed. */
    long steps() {
        return steps;
    }

    int sprung() {
        return sprung;
    }

    @Nullable
    String site() {
        return site;
    }

    /** Only what happens in a turn counts. */
    <T> T turn(Supplier<T> turn) {
        inTurn = true;
        try {
            return turn.get();
        } finally {
            inTurn = false;
        }
    }

    void step(String name) {
        if (!inTurn) {
            return;
        }
        if (steps++ == at) {
            site = name;
        }
        if (name.equals(site) && sprung < times) {
            sprung++;
            throw new OutOfMemoryError("planted at step " + at + ", " + name);
        }
    }
}
