package io.wsgateway.testkit;

import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.Transport.Acceptor;
import io.wsgateway.spi.Transport.Limits;
import io.wsgateway.spi.Transport.Receiver;
import io.wsgateway.spi.Transport.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A gateway that takes every connection, or none, and keeps what it was asked. */
public final class RecordingAcceptor implements Acceptor {
    private final Limits limits;
    private final Executor owner;
    private final List<Handshake> asked = new CopyOnWriteArrayList<>();
    private final List<RecordingReceiver> opened = new CopyOnWriteArrayList<>();
    private volatile @Nullable Refusal refusal;

    /** @param owner runs one task at a time, in order */
    public RecordingAcceptor(Limits limits, Executor owner) {
        this.limits = limits;
        this.owner = owner;
    }

    /** Refuses every handshake from now on. */
    public void refuseWith(Refusal refusal) {
        this.refusal = refusal;
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public Optional<Refusal> refuse(Handshake handshake) {
        asked.add(handshake);
        return Optional.ofNullable(refusal);
    }

    @Override
    public Receiver open(Connection connection) {
        RecordingReceiver receiver = new RecordingReceiver(connection, owner);
        opened.add(receiver);
        return receiver;
    }

    /** Every handshake that the transport asked about. */
    public List<Handshake> asked() {
        return List.copyOf(asked);
    }

    /** One per connection, in the order of their opening. */
    public List<RecordingReceiver> opened() {
        return List.copyOf(opened);
    }
}
