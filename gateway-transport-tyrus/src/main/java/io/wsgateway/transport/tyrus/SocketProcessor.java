package io.wsgateway.transport.tyrus;

import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.nio.NIOConnection;

/** What an upgraded connection has in place of the HTTP filters. */
final class SocketProcessor extends EventProcessor {
    private final SocketReader reader;

    SocketProcessor(SocketReader reader) {
        this.reader = reader;
    }

    @Override
    void on(IOEvent event, NIOConnection connection) {
        switch (event) {
            case READ -> reader.readable();
            case WRITE -> reader.socketWritable();
            default -> {}
        }
    }

    @Override
    public void closed(NIOConnection connection) {
        reader.closed();
    }
}
