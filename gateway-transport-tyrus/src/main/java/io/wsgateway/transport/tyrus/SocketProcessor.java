package io.wsgateway.transport.tyrus;

import org.glassfish.grizzly.Context;
import org.glassfish.grizzly.IOEvent;

/** What an upgraded connection has in place of the HTTP filters. */
final class SocketProcessor extends EventProcessor {
    private final SocketReader reader;

    SocketProcessor(SocketReader reader) {
        this.reader = reader;
    }

    @Override
    void on(IOEvent event, Context context) {
        switch (event) {
            case READ -> reader.readable();
            case WRITE -> reader.socketWritable();
            case CLOSED -> reader.closed();
            default -> {}
        }
    }
}
