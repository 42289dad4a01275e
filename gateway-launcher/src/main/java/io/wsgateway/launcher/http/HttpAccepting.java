package io.wsgateway.launcher.http;

import io.wsgateway.model.Printable;
import io.wsgateway.spi.HeapRoom;
import io.wsgateway.spi.LogThrottle;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.IOStrategy;
import org.glassfish.grizzly.Transport;
import org.glassfish.grizzly.nio.transport.TCPNIOServerConnection;
import org.glassfish.grizzly.strategies.SameThreadIOStrategy;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles events on the thread that found them. Where the system refuses a new connection, because the process has no file
 * descriptor left, some that only wait are closed, and it is tried again after {@link HttpTicks#EVERY} instead of at every turn of the
 * selector; without memory likewise. Newcomers wait in the kernel's queue meanwhile.
 */
@SuppressWarnings("rawtypes") // as Grizzly declares them
final class HttpAccepting implements IOStrategy {
    /** Connections that make room. */
    private static final int SOME = 8;

    private static final Logger LOG = LoggerFactory.getLogger(HttpAccepting.class);

    private final Clients clients;
    private final HttpTicks ticks;
    private final BooleanSupplier hasRoom;
    private final LongSupplier nanoTime;
    private final LogThrottle refused = new LogThrottle(Duration.ofMinutes(1));

    /** @param hasRoom whether there is memory for a newcomer */
    HttpAccepting(Clients clients, HttpTicks ticks, BooleanSupplier hasRoom, LongSupplier nanoTime) {
        this.hasRoom = hasRoom;
        this.clients = clients;
        this.ticks = ticks;
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean executeIoEvent(Connection connection, IOEvent event) throws IOException {
        return executeIoEvent(connection, event, true);
    }

    @Override
    public boolean executeIoEvent(Connection connection, IOEvent event, boolean enabled) throws IOException {
        if (event == IOEvent.SERVER_ACCEPT) {
            accept((TCPNIOServerConnection) connection);
            return true;
        }
        return SameThreadIOStrategy.getInstance().executeIoEvent(connection, event, enabled);
    }

    private void accept(TCPNIOServerConnection server) throws IOException {
        if (!hasRoom.getAsBoolean()) {
            pause(server, null);
            return;
        }
        try {
            server.onAccept();
        } catch (ClosedChannelException e) {
            LOG.debug("Nobody is taken any more", e);
        } catch (IOException e) {
            clients.makeRoom(SOME);
            pause(server, e);
        } catch (Throwable e) {
            pause(server, e);
        }
    }

    /** @param failure why; null: the heap is nearly full */
    private void pause(TCPNIOServerConnection server, @Nullable Throwable failure) throws IOException {
        server.disableIOEvent(IOEvent.SERVER_ACCEPT);
        ticks.pauses(server);
        try {
            if (refused.add(nanoTime.getAsLong()) > 0) {
                LOG.warn("New HTTP connections wait: {}", Printable.of(reason(failure)));
            }
        } catch (Throwable unsaid) {
            // There is no memory to say it with.
        }
    }

    private static String reason(@Nullable Throwable failure) {
        if (failure == null) {
            return HeapRoom.NONE;
        }
        return failure instanceof IOException
                ? failure.getMessage() + ". Some that are idle are closed. Raise ulimit -n where it is too low"
                : failure.toString();
    }

    @Override
    public @Nullable Executor getThreadPoolFor(Connection connection, IOEvent event) {
        return null;
    }

    @Override
    public @Nullable ThreadPoolConfig createDefaultWorkerPoolConfig(Transport transport) {
        return null;
    }
}
