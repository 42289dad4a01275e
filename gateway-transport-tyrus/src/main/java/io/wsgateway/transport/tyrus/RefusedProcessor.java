package io.wsgateway.transport.tyrus;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.nio.NIOConnection;

/**
 * What a refused connection has in place of the HTTP filters: throws away what still comes until the client leaves or its
 * handshake's deadline cuts it, so that the answer isn't lost to a reset.
 */
final class RefusedProcessor extends EventProcessor {
    private static final int SCRATCH = 4 << 10;

    private final NioSocket socket;
    private final Runnable onClosed;

    RefusedProcessor(NioSocket socket, Runnable onClosed) {
        this.socket = socket;
        this.onClosed = onClosed;
    }

    @Override
    void on(IOEvent event, NIOConnection connection) {
        if (event == IOEvent.READ && ended()) {
            socket.cut(false);
        }
    }

    @Override
    public void closed(NIOConnection connection) {
        onClosed.run();
    }

    private boolean ended() {
        try {
            return socket.read(ByteBuffer.allocate(SCRATCH)) < 0;
        } catch (IOException e) {
            return true;
        }
    }
}
