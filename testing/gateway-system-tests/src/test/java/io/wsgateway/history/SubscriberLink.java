package io.wsgateway.history;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link Subscriber}, on the JDK's own WebSocket. Tells its end exactly once. */
final class SubscriberLink implements WebSocket.Listener {
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private final Subscriber owner;
    private final StringBuilder partial = new StringBuilder();
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
    private volatile @Nullable WebSocket socket;
    private volatile boolean over;
    private volatile long heardAt = System.nanoTime();

    SubscriberLink(Subscriber owner) {
        this.owner = owner;
    }

    void open(HttpClient http, URI uri) {
        http.newWebSocketBuilder()
                .connectTimeout(HANDSHAKE)
                .buildAsync(uri, this)
                .whenComplete((opened, failure) -> {
                    if (failure != null) {
                        end(1006, failure.toString());
                    }
                });
    }

    boolean isOpen() {
        return socket != null && !over;
    }

    /** ns since the last frame. */
    long silentFor() {
        return System.nanoTime() - heardAt;
    }

    synchronized void send(String text) {
        WebSocket open = socket;
        if (open != null) {
            sending = sending.handle((done, failed) -> open.sendText(text, true))
                    .thenCompose(stage -> stage)
                    .exceptionally(closed -> null);
        }
    }

    void abort() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
            end(1006, "dropped by the client");
        }
    }

    private void end(int code, String reason) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        owner.ended(this, code, reason);
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        owner.opened(this);
        opened.request(Long.MAX_VALUE);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        heardAt = System.nanoTime();
        if (over) {
            return null;
        }
        partial.append(data);
        if (last) {
            String frame = partial.toString();
            partial.setLength(0);
            try {
                owner.received(this, frame);
            } catch (RuntimeException | AssertionError e) {
                // The JDK would make an end of the link of it, and a resume would hide it.
                owner.failed(this, e);
            }
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end(code, reason);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end(1006, error.toString());
    }
}
