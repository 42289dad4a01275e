package io.wsgateway.spi;

import io.wsgateway.model.CloseReason;
import io.wsgateway.protocol.Frame;

/**
 * One client's open socket, for sending. Except where stated otherwise its methods are called by the connection's owner
 * only (one thread at a time, which may change with a happens-before), never block and never throw.
 */
public interface Connection {

    /** What the client said to open it; no headers and no query once the transport has let go of them. Any thread. */
    Handshake handshake();

    /**
     * Queues a frame. Nothing need leave before {@link #flush}. A queue that is below half of its limit takes a frame of any
     * size, so one that is larger than the limit is never stuck.
     */
    Offer offer(Frame frame);

    /** Puts what is queued on the wire, as far as the socket takes it; the rest follows by itself. */
    void flush();

    /** Bytes that were accepted and haven't left. */
    long queuedBytes();

    /** Bytes that have left since the connection was opened: what shows progress. */
    long sentBytes();

    /** Whether to read from the client. Any thread, idempotent. Messages already read may still arrive. */
    void reading(boolean on);

    /**
     * Ends the connection politely: what was accepted leaves first, then the close frame, within
     * {@link Transport.Limits#linger} in all. Idempotent; later offers are {@code CLOSED}.
     */
    void close(CloseReason reason);

    /**
     * Ends the connection now: its queue is freed at once, with one try at the close frame. Only a frame that is already
     * half on the wire is finished before that, within {@link Transport.Limits#linger}. Idempotent.
     */
    void abort(CloseReason reason);

    /** What became of a frame. */
    enum Offer {
        /** Queued. */
        ACCEPTED,
        /** Not taken: the queue's limit. {@link Transport.Receiver#onWritable} will follow. */
        FULL,
        /** Not taken: the connection is ending. */
        CLOSED
    }
}
