package io.wsgateway.launcher.http;

import io.wsgateway.spi.EndSignal;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.SupervisedThread;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.nio.transport.TCPNIOServerConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes newcomers again where that had to pause, and cuts connections that are late, on a thread that outlives any throw. */
final class HttpTicks implements AutoCloseable {
    /** Between two ticks; how long newcomers wait at least. */
    static final Duration EVERY = Duration.ofMillis(100);

    private static final int TICKS_OF_A_LOOK = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(HttpTicks.class);

    private final Clients clients;
    private final EndSignal end = new EndSignal();
    private final SupervisedThread thread = new SupervisedThread("gateway-http-timer", PATIENCE, this::run);
    private volatile @Nullable TCPNIOServerConnection pausing;

    HttpTicks(Clients clients) {
        this.clients = clients;
    }

    /** Once. */
    void start() {
        thread.start();
    }

    /** Accepting was switched off, and is switched on again by one of the next ticks. Any thread; allocates nothing. */
    void pauses(TCPNIOServerConnection server) {
        pausing = server;
    }

    Health liveness() {
        return thread.liveness();
    }

    @Override
    public void close() {
        end.signal();
    }

    private void run() throws InterruptedException {
        for (int ticks = 1; !end.await(EVERY.toMillis(), TimeUnit.MILLISECONDS); ticks++) {
            thread.progress();
            resume();
            if (ticks % TICKS_OF_A_LOOK == 0) {
                clients.cutLate();
            }
        }
    }

    private void resume() {
        TCPNIOServerConnection server = pausing;
        if (server == null) {
            return;
        }
        // Before: from then on it may have to pause again.
        pausing = null;
        try {
            server.enableIOEvent(IOEvent.SERVER_ACCEPT);
        } catch (IOException e) {
            LOG.debug("Nobody is taken any more", e);
        } catch (RuntimeException | Error e) {
            pausing = server;
            throw e;
        }
    }
}
