package io.wsgateway.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A client as the docs want it: whenever its link ends or can't be had, it connects again, a second later. */
final class ReconnectingClient implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final URI door;
    private final String token;
    private final AtomicInteger readies = new AtomicInteger();
    private volatile boolean connected;
    private volatile boolean closed;
    private volatile @Nullable WebSocket link;

    ReconnectingClient(URI door, String token) {
        this.door = door;
        this.token = token;
        connect();
    }

    boolean connected() {
        return connected;
    }

    /** How often it was accepted again. */
    int comebacks() {
        return readies.get() - 1;
    }

    private void connect() {
        if (!closed) {
            HTTP.newWebSocketBuilder().buildAsync(door, this).whenComplete((socket, failure) -> {
                if (failure != null) {
                    LATER.execute(this::connect);
                }
            });
        }
    }

    private void lost() {
        connected = false;
        LATER.execute(this::connect);
    }

    @Override
    public void onOpen(WebSocket socket) {
        link = socket;
        socket.sendText("{\"op\":\"IDENTIFY\",\"id\":1,\"data\":{\"token\":\"" + token + "\"}}", true);
        socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        String text = data.toString();
        if (text.startsWith("{\"op\":\"READY\"")) {
            readies.incrementAndGet();
            connected = true;
        } else if (text.startsWith("{\"op\":\"RECONNECT\"")) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        lost();
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        lost();
    }

    @Override
    public void close() {
        closed = true;
        WebSocket open = link;
        if (open != null) {
            open.abort();
        }
    }
}
