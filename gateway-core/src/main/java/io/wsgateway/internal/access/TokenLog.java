package io.wsgateway.internal.access;

import io.wsgateway.model.Printable;
import io.wsgateway.spi.LogThrottle;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what became of tokens that weren't accepted. Clients decide how often that happens. Thread-safe. */
public final class TokenLog {
    private final Logger log;
    private final LongSupplier ticker;
    private final LogThrottle refusals = new LogThrottle();
    private final LogThrottle doubts = new LogThrottle();
    private volatile String refusal = "";
    private volatile String doubt = "";

    /** @param ticker monotonic, ns */
    TokenLog(LongSupplier ticker) {
        this(ticker, LoggerFactory.getLogger(TokenLog.class));
    }

    TokenLog(LongSupplier ticker, Logger log) {
        this.ticker = ticker;
        this.log = log;
    }

    /** A token was refused. */
    public void refused(String reason) {
        refusal = Printable.of(reason);
        log.debug("Refused a token: {}", refusal);
        refused(refusals.add(ticker.getAsLong()));
    }

    /** A token could not be checked, whatever it may be worth. */
    void unsure(String reason) {
        doubt = Printable.of(reason);
        log.debug("Could not check a token: {}", doubt);
        unsure(doubts.add(ticker.getAsLong()));
    }

    /** Writes what is due: called every second or so. */
    public void tick() {
        long now = ticker.getAsLong();
        refused(refusals.due(now));
        unsure(doubts.due(now));
    }

    /** Writes what is left. */
    void end() {
        refused(refusals.rest());
        unsure(doubts.rest());
    }

    private void refused(long count) {
        if (count > 0) {
            log.info("Tokens refused since the last such line: {}; the latest: {}", count, refusal);
        }
    }

    private void unsure(long count) {
        if (count > 0) {
            log.warn(
                    "Tokens that could not be checked, so that their clients try again, since the last such line: {};"
                            + " the latest: {}",
                    count,
                    doubt);
        }
    }
}
