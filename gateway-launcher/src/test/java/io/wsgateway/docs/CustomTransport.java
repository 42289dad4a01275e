package io.wsgateway.docs;

// [imports]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.model.CloseReason;
import io.wsgateway.protocol.Frame;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.Transport;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
// [/imports]

// The documentation shows this region on one page; short methods on one line make it fit.
// spotless:off
// [custom-transport]
/** Clients of a server that you already run: it opens one {@link Client} for each, and passes on what they do. */
public class CustomTransport implements Transport {
    private volatile Acceptor gateway;

    @Override public void start(Acceptor acceptor) { gateway = acceptor; }
    @Override public void stopAccepting() { gateway = null; }
    @Override public Optional<InetSocketAddress> address() { return Optional.empty(); }
    @Override public Health health() { return gateway == null ? Health.down("takes no clients") : Health.UP; }

    /** Whether the gateway takes this client. */
    public boolean open(Client client) {
        Acceptor to = gateway;
        return to != null && to.refuse(client.handshake()).isEmpty() && client.opened(to);
    }

    /** One client. Your server adds handshake(), reading() and these three; none of them may block. */
    public abstract static class Client implements Connection {
        protected abstract CompletionStage<?> send(String text);  // completes once the text has left
        protected abstract void end(int code, String reason);     // behind all that was sent; cut off after the linger
        protected abstract void cut();                            // now

        private Receiver receiver;
        private long limit, queued, sent;
        private boolean full, ended;
        private int code;                                         // of the end, once that has begun

        private synchronized boolean opened(Acceptor gateway) {
            limit = gateway.limits().queuedBytes();
            receiver = gateway.open(this);
            return true;
        }
        /** The client has sent this. */
        public synchronized void text(ByteBuffer utf8) { if (code == 0) receiver.onText(utf8); }
        /** The client is gone; 1006 if it just vanished. */
        public synchronized void gone(int how) {
            code = code == 0 ? how : code;
            if (!ended) receiver.onClosed(code);
            ended = true;
        }
        @Override public synchronized Offer offer(Frame frame) {
            if (code != 0) return Offer.CLOSED;
            if (queued >= limit / 2 && queued + frame.size() > limit) { full = true; return Offer.FULL; }
            queued += frame.size();
            send(UTF_8.decode(frame.payload()).toString()).thenRun(() -> left(frame.size()));
            return Offer.ACCEPTED;
        }
        private synchronized void left(int bytes) {
            queued = Math.max(0, queued - bytes);                 // an abort has freed it before
            sent += bytes;
            if (full && queued < limit / 2 && code == 0) { full = false; receiver.onWritable(); }
        }
        @Override public synchronized void close(CloseReason why) { if (code == 0) end(code = why.code(), why.text()); }
        @Override public synchronized void abort(CloseReason why) { code = code == 0 ? why.code() : code; queued = 0; cut(); }
        @Override public synchronized long queuedBytes() { return ended ? 0 : queued; }
        @Override public synchronized long sentBytes() { return sent; }
        @Override public void flush() {}                          // nothing waits for it
    }
}
// [/custom-transport]
// spotless:on
