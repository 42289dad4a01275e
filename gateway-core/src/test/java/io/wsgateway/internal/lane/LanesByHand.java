package io.wsgateway.internal.lane;

import io.wsgateway.model.Place;
import java.util.concurrent.Executor;

/** Lanes whose turns are the test's, for the model checker. */
public final class LanesByHand {
    private LanesByHand() {}

    /** Lanes that haven't been started, made of parts of the test's own. */
    public static LaneGroup group(LaneGroup.Parts parts, int count, Executor verification, LaneFactory factory) {
        return new LaneGroup(parts, count, verification, factory, LaneThread.TICK);
    }

    /** One turn; answers whether there was anything to do. */
    public static boolean turn(LaneGroup lanes, int lane) {
        return lanes.lane(lane).turn();
    }

    /** How far a user's lane has read. */
    public static Place at(LaneGroup lanes, String user) {
        return lanes.of(user).position.at();
    }
}
