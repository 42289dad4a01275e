package io.wsgateway.transport.tyrus;

import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.glassfish.grizzly.nio.DefaultSelectorHandler;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.nio.SelectorRunner;

/**
 * What a selector's thread does between two looks at its connections: says that it turns, runs the tasks that it was given,
 * and cuts the connections that are condemned. Nothing of this ends the loop, whatever it throws.
 */
class SelectorLoop extends DefaultSelectorHandler implements NioSocket.Reaper {
    static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    /** ns after a fault, so that one which stays takes no whole core. */
    private static final long PAUSE = 50_000_000;
    /** How often a condemned connection's receiver is told before it is given up: a minute of it. */
    private static final int TRIES = 1_200;

    private final IoThreads threads;
    private final FaultLog faults;
    /** Counts condemnations. */
    private final AtomicInteger condemned = new AtomicInteger();
    /** The count as each selector saw it when it last had nothing left to cut. */
    private final Map<SelectorRunner, Cut> cuts = new ConcurrentHashMap<>();

    /** A selector thread's. */
    private static final class Cut {
        int seen;
        int tries;
    }

    SelectorLoop(IoThreads threads, FaultLog faults) {
        super(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        this.threads = threads;
        this.faults = faults;
    }

    @Override
    public void condemned(Throwable fault) {
        condemned.incrementAndGet();
        faults.sayUnlessGone("A connection is cut after a fault", fault);
    }

    @Override
    public boolean preSelect(SelectorRunner runner) {
        threads.progress(runner);
        try {
            cutCondemned(runner);
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
        faults.say("A selector's turn failed; it goes on", fault);
        LockSupport.parkNanos(this, PAUSE);
    }

    private void cutCondemned(SelectorRunner runner) {
        int now = condemned.get();
        Cut cut = cuts.get(runner);
        if (cut == null) {
            cut = new Cut();
            cuts.put(runner, cut);
        }
        if (cut.seen == now) {
            return;
        }
        boolean left = false;
        for (SelectionKey key : runner.getSelector().keys()) {
            left |= key.attachment() instanceof NIOConnection connection
                    && connection.getProcessor() instanceof EventProcessor processor
                    && processor.isCondemned()
                    && !isCut(connection, cut.tries >= TRIES);
        }
        cut.tries = left ? cut.tries + 1 : 0;
        if (left) {
            LockSupport.parkNanos(this, PAUSE);
        } else {
            cut.seen = now;
        }
    }

    private boolean isCut(NIOConnection connection, boolean givenUp) {
        try {
            NioSocket socket = new NioSocket(connection);
            if (givenUp) {
                socket.terminate();
            } else {
                socket.cut(true);
            }
            return true;
        } catch (Throwable e) {
            faults.say("A condemned connection could not be cut; it is tried again", e);
            return false;
        }
    }
}
