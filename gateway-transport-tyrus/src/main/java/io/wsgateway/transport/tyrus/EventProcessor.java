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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Grizzly processor that only hears events: reading and writing go past Grizzly, straight to the socket. */
@SuppressWarnings({"rawtypes", "deprecation"})
abstract class EventProcessor implements Processor<Context> {
    private static final Logger LOG = LoggerFactory.getLogger(EventProcessor.class);

    /** On the selector thread. */
    abstract void on(IOEvent event, Context context);

    @Override
    public final ProcessorResult process(Context context) {
        try {
            on(context.getIoEvent(), context);
        } catch (RuntimeException e) {
            LOG.error("connection is cut after a fault", e);
            context.getConnection().terminateSilently();
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
