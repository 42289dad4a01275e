package io.wsgateway.testkit;

import java.util.List;
import java.util.OptionalInt;

/** A client of a transport under test, steered by one thread. It reads and keeps what it is sent until told to stop. */
public interface TestClient extends AutoCloseable {

    /** Sends one text message; lost without an error where the connection has ended. */
    void send(String text);

    /** The text messages received so far, in order. */
    List<String> received();

    /** Takes nothing more from the network: what is sent to this client piles up on the way. */
    void stopReading();

    /** Undoes {@link #stopReading}. */
    void startReading();

    /** How the connection ended for the client: a close code, 1006 where it was told none; empty while it lasts. */
    OptionalInt closed();

    /** Leaves politely, with code 1000 where the transport has codes. Idempotent. */
    @Override
    void close();

    /** Is gone without a word. Idempotent. */
    void cut();
}
