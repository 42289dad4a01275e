package io.wsgateway.internal.modelcheck;

import io.wsgateway.model.CloseReason;
import io.wsgateway.protocol.Frame;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Handshake;

/** Passes a {@link Trap} in front of everything that it does, and behind it. */
final class TrappedConnection implements Connection {
    private final Connection connection;
    private final Trap trap;

    TrappedConnection(Connection connection, Trap trap) {
        this.connection = connection;
        this.trap = trap;
    }

    @Override
    public Offer offer(Frame frame) {
        trap.step("connection.offer");
        Offer offer = connection.offer(frame);
        trap.step("connection.offer, taken");
        return offer;
    }

    @Override
    public void flush() {
        trap.step("connection.flush");
        connection.flush();
        trap.step("connection.flush, done");
    }

    @Override
    public void close(CloseReason reason) {
        trap.step("connection.close");
        connection.close(reason);
        trap.step("connection.close, done");
    }

    @Override
    public void abort(CloseReason reason) {
        trap.step("connection.abort");
        connection.abort(reason);
        trap.step("connection.abort, done");
    }

    @Override
    public Handshake handshake() {
        return connection.handshake();
    }

    @Override
    public long queuedBytes() {
        trap.step("connection.queuedBytes");
        return connection.queuedBytes();
    }

    @Override
    public long sentBytes() {
        trap.step("connection.sentBytes");
        return connection.sentBytes();
    }

    @Override
    public void reading(boolean on) {
        trap.step("connection.reading");
        connection.reading(on);
    }
}
