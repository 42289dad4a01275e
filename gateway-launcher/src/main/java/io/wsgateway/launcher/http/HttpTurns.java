package io.wsgateway.launcher.http;

import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.glassfish.grizzly.nio.DefaultSelectorHandler;
import org.glassfish.grizzly.nio.SelectorRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a selector's thread does between two looks at its connections; nothing of it ends the loop, whatever it throws. */
final class HttpTurns extends DefaultSelectorHandler {
    static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    /** ns after a fault, so that one which stays takes no whole core and fills no log. */
    private static final long PAUSE = 200_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(HttpTurns.class);

    private final HttpThreads threads;

    HttpTurns(HttpThreads threads) {
        super(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        this.threads = threads;
    }

    @Override
    public boolean preSelect(SelectorRunner runner) {
        threads.turned(runner);
        try {
            super.preSelect(runner);
        } catch (Throwable e) {
            failed(e);
        }
        // Anything else would end the loop.
        return true;
    }

    @Override
    public Set<SelectionKey> select(SelectorRunner runner) {
        try {
            return super.select(runner);
        } catch (ClosedSelectorException e) {
            throw e;
        } catch (Throwable e) {
            failed(e);
            return Set.of();
        }
    }

    private void failed(Throwable fault) {
        try {
            LOG.error("A selector's turn failed; it goes on", fault);
        } catch (Throwable unsaid) {
            // There may be no memory for it.
        }
        LockSupport.parkNanos(this, PAUSE);
    }
}
