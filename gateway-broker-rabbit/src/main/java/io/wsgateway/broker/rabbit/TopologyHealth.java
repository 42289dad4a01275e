package io.wsgateway.broker.rabbit;

import io.wsgateway.spi.Health;
import org.slf4j.Logger;

/**
 * What looks at the topology come to, as long as one connection is used. One may fail; from the second in a row on the health
 * says why, and so does one line at WARN for each reason. One at INFO says when looks succeed again. One thread looks; any may
 * ask for the health.
 */
final class TopologyHealth {
    private static final int MOST_FAILED = 2;

    private final Logger log;
    private final String consequence;
    /** Looks in a row that failed. The looking thread's. */
    private int failed;

    private volatile Health health = Health.UP;

    /** @param consequence of looks that fail, for operators: a clause */
    TopologyHealth(Logger log, String consequence) {
        this.log = log;
        this.consequence = consequence;
    }

    Health health() {
        return health;
    }

    void seen() {
        failed = 0;
        if (!health.up()) {
            health = Health.UP;
            log.info("The topology can be looked at again");
        }
    }

    void notSeen(String reason) {
        log.debug("The topology couldn't be seen this time: {}", reason);
        failed++;
        if (failed < MOST_FAILED) {
            return;
        }
        Health before = health;
        health = Health.down("the topology can't be looked at: " + reason);
        if (!health.equals(before)) {
            log.warn("The topology can't be looked at, so {}: {}", consequence, reason);
        }
    }
}
