package io.wsgateway.transport.tyrus;

import io.wsgateway.spi.Health;
import io.wsgateway.spi.HeapRoom;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
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
 * Handles events on the thread that found them, and takes new sockets only while there is room for them: where there is
 * none, or the system refuses one, it looks again after {@link #PAUSE}, instead of at every turn of the selector. Newcomers
 * wait in the kernel's queue meanwhile.
 */
@SuppressWarnings("rawtypes") // as Grizzly declares them
final class AcceptStrategy implements IOStrategy {
    static final Duration PAUSE = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(AcceptStrategy.class);
    /** Many times what a new connection takes. */
    private static final int ROOM_BYTES = 16 << 10;

    private static final long SAY = Duration.ofMinutes(1).toNanos();

    private final Capacity capacity;
    private final AcceptedSockets accepted;
    private final Deadlines deadlines;
    private final FaultLog faults;
    private final BooleanSupplier hasRoom;
    private final LongSupplier nanoTime;
    /** Why nobody is taken; empty while somebody is. */
    private volatile String trouble = "";

    // The accepting thread's.
    private long saidAt;
    private boolean said;
    /**
     * Where memory is short this fails, and not the JDK in the middle of accepting a socket, whose descriptor it would lose. Let
     * go of before that, so that a collection finds it then. Volatile, or the JIT would leave it out.
     */
    @SuppressWarnings("unused")
    private volatile byte @Nullable [] room;

    /** @param hasRoom whether there is memory for a newcomer */
    AcceptStrategy(
            Capacity capacity,
            AcceptedSockets accepted,
            Deadlines deadlines,
            FaultLog faults,
            BooleanSupplier hasRoom,
            LongSupplier nanoTime) {
        this.hasRoom = hasRoom;
        this.faults = faults;
        this.capacity = capacity;
        this.accepted = accepted;
        this.deadlines = deadlines;
        this.nanoTime = nanoTime;
        saidAt = nanoTime.getAsLong() - SAY;
    }

    /** Down while nobody is taken. */
    Health health() {
        String now = trouble;
        return now.isEmpty() ? Health.UP : Health.down(now);
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

    private void accept(TCPNIOServerConnection server) {
        if (!capacity.mayAccept()) {
            pause(server, noRoom());
            return;
        }
        if (!hasRoom.getAsBoolean()) {
            pause(server, HeapRoom.NONE);
            return;
        }
        accepted.begin();
        try {
            room = new byte[ROOM_BYTES];
            room = null;
            server.onAccept();
            taken();
        } catch (ClosedChannelException e) {
            LOG.debug("nobody is taken any more", e);
        } catch (Throwable e) {
            SocketChannel channel = accepted.last();
            if (channel == null) {
                pause(server, reason(e));
            } else {
                abandon(channel, e);
            }
        }
    }

    private String reason(Throwable failure) {
        return String.valueOf(failure.getMessage()).startsWith("Too many open files")
                ? noRoom()
                : "connections can't be taken: " + failure;
    }

    private void taken() {
        trouble = "";
        if (said) {
            said = false;
            LOG.info("Connections are taken again");
        }
    }

    private String noRoom() {
        return "no file descriptors left for connections: raise ulimit -n (now " + capacity.limit() + ")";
    }

    private void pause(TCPNIOServerConnection server, String reason) {
        try {
            // Set before it is switched off: who can't remember to switch it on again doesn't switch it off.
            deadlines.set(this, PAUSE, () -> resume(server));
            server.disableIOEvent(IOEvent.SERVER_ACCEPT);
            trouble = reason;
            say(reason);
        } catch (Throwable e) {
            faults.say("Accepting could not be paused", e);
            LockSupport.parkNanos(this, PAUSE.toNanos());
        }
    }

    private void resume(TCPNIOServerConnection server) {
        if (!capacity.mayAccept() || !hasRoom.getAsBoolean()) {
            // Still: whoever asks for the health meanwhile hears so.
            deadlines.set(this, PAUSE, () -> resume(server));
            return;
        }
        if (!capacity.isExhausted()) {
            trouble = "";
        }
        try {
            server.enableIOEvent(IOEvent.SERVER_ACCEPT);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void say(String reason) {
        long now = nanoTime.getAsLong();
        if (now - saidAt >= SAY) {
            saidAt = now;
            said = true;
            LOG.warn("New connections wait: {}", reason);
        }
    }

    /** A socket that was taken and came to nothing. */
    private void abandon(SocketChannel channel, Throwable fault) {
        NioSocket.close(channel);
        deadlines.clear(channel);
        faults.sayUnlessGone("A new connection is closed after a fault", fault);
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
