package io.wsgateway.transport.tyrus;

import java.time.Duration;
import java.util.function.Function;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOServerConnection;

/** What every socket begins with: gives a new one its handshake, which has to be complete by a deadline. */
final class NewSocketProcessor extends EventProcessor {
    private final Duration within;
    private final Deadlines deadlines;
    private final Function<NIOConnection, EventProcessor> handshake;
    private final FaultLog faults;

    /** @param handshake makes a connection's next processor */
    NewSocketProcessor(
            Duration within, Deadlines deadlines, Function<NIOConnection, EventProcessor> handshake, FaultLog faults) {
        this.within = within;
        this.deadlines = deadlines;
        this.handshake = handshake;
        this.faults = faults;
    }

    @Override
    void on(IOEvent event, NIOConnection connection) {
        if (event == IOEvent.ACCEPTED) {
            connection.setProcessor(handshake.apply(connection));
            NioSocket socket = new NioSocket(connection);
            deadlines.set(connection, within, () -> socket.execute(() -> socket.cut(true)));
            deadlines.clear(connection.getChannel());
        }
    }

    /** Keeps the deadline: where memory is short Grizzly may have said so, and failed before it closed the socket. */
    @Override
    public void closed(NIOConnection connection) {}

    /** This one belongs to all sockets, the listening one too: it is never condemned. */
    @Override
    void failed(NIOConnection connection, Throwable fault) {
        if (!(connection instanceof TCPNIOServerConnection)) {
            try {
                new NioSocket(connection).terminate();
            } finally {
                faults.say("A new connection is closed after a fault", fault);
            }
        }
    }
}
