package io.wsgateway.bench;

import java.io.IOException;

/** A server under measurement. */
interface Target extends AutoCloseable {

    int port();

    /** Connections that are open. */
    int open();

    /** Hands over an event for a guild's subscribers. */
    void publish(int guild, long number, byte[] data) throws IOException;

    @Override
    void close();
}
