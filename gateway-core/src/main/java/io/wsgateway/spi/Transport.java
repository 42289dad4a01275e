package io.wsgateway.spi;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** Accepts connections and carries their messages. */
public interface Transport extends Component {

    /**
     * Listens. Called once.
     *
     * @throws IOException when it cannot listen, with the address in its message
     */
    void start(Acceptor acceptor) throws IOException;

    /** Where it listens, once started; empty for a transport without an address. */
    Optional<InetSocketAddress> address();

    /** Takes no new connections from now on; open ones live on. Idempotent. */
    void stopAccepting();

    /** The gateway's side of the door. Any thread. */
    interface Acceptor {

        /** What this transport has to enforce. Constant. */
        Limits limits();

        /** Asked before the upgrade: a refusal is answered instead of it. Never blocks. */
        Optional<Refusal> refuse(Handshake handshake);

        /** A connection is open: what it receives from now on goes to the receiver. Never blocks. */
        Receiver open(Connection connection);
    }

    /**
     * What happens on one connection. Calls may come on any thread, in order, never two at once, except {@link #onOwner}.
     * None blocks or throws.
     */
    interface Receiver {

        /** One whole text message, checked to be UTF-8; the buffer is the receiver's only during the call. */
        void onText(ByteBuffer utf8);

        /** After {@link Connection.Offer#FULL}, once the queue is below half of its limit. */
        void onWritable();

        /**
         * The connection has ended; exactly once, and last. Is called again, up to a minute long, where it threw an {@link
         * Error}, such as one for want of memory.
         *
         * @param code what the end began with: the code of the client's close, of {@link Connection#close} or {@link
         *     Connection#abort} (whether or not it reached the client), or of the transport's own (1002, 1003, 1007,
         *     1009); 1006 where the connection just ended
         */
        void onClosed(int code);

        /**
         * Runs a task of the connection's own on its owner, the thread that also calls {@code offer} and {@code flush},
         * in order. A task for an owner that has stopped is dropped.
         */
        void onOwner(Runnable task);
    }

    /**
     * What a transport enforces.
     *
     * @param messageBytes a longer message closes the connection with 1009
     * @param queuedBytes an offer that would exceed this is {@code FULL}, unless less than half of it is queued
     * @param handshake a connection that hasn't completed its handshake by then is cut
     * @param linger how long a closed connection may take to let go what it had accepted
     */
    record Limits(int messageBytes, long queuedBytes, Duration handshake, Duration linger) {
        public Limits {
            requireNonNull(handshake, "handshake");
            requireNonNull(linger, "linger");
        }
    }

    /**
     * Why a handshake is not taken.
     *
     * @param status an HTTP status
     * @param retryAfter zero where trying again is of no use
     * @param message one sentence for whoever wrote the client; never made of what the client sent
     */
    record Refusal(int status, Duration retryAfter, String message) {
        public Refusal {
            requireNonNull(retryAfter, "retryAfter");
            requireNonNull(message, "message");
        }

        public Refusal(int status, Duration retryAfter) {
            this(status, retryAfter, "This connection is not taken.");
        }
    }
}
