package io.wsgateway.transport.tyrus;

import org.glassfish.grizzly.CompletionHandler;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Context;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.Processor;
import org.glassfish.grizzly.ProcessorResult;
import org.glassfish.grizzly.ReadResult;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.asyncqueue.MessageCloner;
import org.glassfish.grizzly.nio.NIOConnection;

/**
 * A Grizzly processor that only hears events: reading and writing go past Grizzly, straight to the socket. Whatever one of
 * them throws costs its connection: that is condemned, and cut by the selector thread at its next turn.
 */
@SuppressWarnings({"rawtypes", "deprecation"})
abstract class EventProcessor implements Processor<Context>, NioSocket.Handler {
    private volatile boolean condemned;

    /** On the selector thread. */
    abstract void on(IOEvent event, NIOConnection connection) throws Exception;

    /** On the selector thread: an event's work has thrown. */
    void failed(NIOConnection connection, Throwable fault) {
        NioSocket.failed(connection, fault);
    }

    @Override
    public final void condemn() {
        condemned = true;
    }

    final boolean isCondemned() {
        return condemned;
    }

    @Override
    public final ProcessorResult process(Context context) {
        NIOConnection connection = (NIOConnection) context.getConnection();
        try {
            if (context.getIoEvent() == IOEvent.CLOSED) {
                closed(connection);
            } else if (condemned) {
                new NioSocket(connection).ignore();
            } else {
                on(context.getIoEvent(), connection);
            }
        } catch (Throwable e) {
            failed(connection, e);
        }
        return ProcessorResult.createComplete();
    }

    @Override
    public final Context obtainContext(Connection connection) {
        Context context = Context.create(connection);
        context.setProcessor(this);
        return context;
    }

    @Override
    public final boolean isInterested(IOEvent event) {
        return true;
    }

    @Override
    public final void setInterested(IOEvent event, boolean isInterested) {
        throw pastGrizzly();
    }

    @Override
    public final void read(Connection connection, CompletionHandler<ReadResult> handler) {
        throw pastGrizzly();
    }

    @Override
    public final void write(
            Connection connection, Object address, Object message, CompletionHandler<WriteResult> handler) {
        throw pastGrizzly();
    }

    @Override
    public final void write(
            Connection connection,
            Object address,
            Object message,
            CompletionHandler<WriteResult> handler,
            MessageCloner cloner) {
        throw pastGrizzly();
    }

    @Override
    public final void write(
            Connection connection,
            Object address,
            Object message,
            CompletionHandler<WriteResult> handler,
            org.glassfish.grizzly.asyncqueue.PushBackHandler pushBack) {
        throw pastGrizzly();
    }

    private static UnsupportedOperationException pastGrizzly() {
        return new UnsupportedOperationException("this connection reads and writes past Grizzly");
    }
}
