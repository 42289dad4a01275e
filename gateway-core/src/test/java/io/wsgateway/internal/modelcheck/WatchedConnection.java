package io.wsgateway.internal.modelcheck;

import io.wsgateway.model.CloseReason;
import io.wsgateway.model.Place;
import io.wsgateway.protocol.Frame;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Handshake;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose every frame a {@link ConnectionChecker} sees. A client that doesn't read when it is closed loses what was under
 * way: so no run waits for anybody.
 */
final class WatchedConnection implements Connection {
    private static final String READY = "{\"op\":\"READY\",\"data\":{\"userId\":\"";

    private final Connection connection;
    private final ConnectionChecker witness;
    private final Function<String, Place> placeOf;
    private @Nullable String user;
    private @Nullable Frame refused;
    private @Nullable Place place;

    /** @param placeOf how far a user's lane has read */
    WatchedConnection(Connection connection, ConnectionChecker witness, Function<String, Place> placeOf) {
        this.connection = connection;
        this.witness = witness;
        this.placeOf = placeOf;
    }

    @Override
    public Offer offer(Frame frame) {
        String text = frame.toString();
        if (!frame.equals(refused)) {
            place = text.startsWith("{\"op\"") ? place(text) : null;
        }
        Offer offer = connection.offer(frame);
        refused = offer == Offer.FULL ? frame : null;
        if (offer == Offer.ACCEPTED) {
            witness.accepted(text, place);
        } else if (offer == Offer.FULL) {
            witness.full(text);
        }
        return offer;
    }

    private @Nullable Place place(String text) {
        if (text.startsWith(READY)) {
            user = text.substring(READY.length(), text.indexOf('"', READY.length()));
        }
        return user == null ? null : placeOf.apply(user);
    }

    @Override
    public void flush() {
        connection.flush();
    }

    @Override
    public void close(CloseReason reason) {
        witness.ended(reason.code());
        connection.flush();
        if (connection.queuedBytes() > 0) {
            connection.abort(reason);
        } else {
            connection.close(reason);
        }
    }

    @Override
    public void abort(CloseReason reason) {
        witness.ended(reason.code());
        connection.abort(reason);
    }

    @Override
    public Handshake handshake() {
        return connection.handshake();
    }

    @Override
    public long queuedBytes() {
        return connection.queuedBytes();
    }

    @Override
    public long sentBytes() {
        return connection.sentBytes();
    }

    @Override
    public void reading(boolean on) {
        connection.reading(on);
    }
}
