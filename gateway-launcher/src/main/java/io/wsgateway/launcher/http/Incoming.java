package io.wsgateway.launcher.http;

import static java.util.Objects.requireNonNull;

import io.wsgateway.spi.Later;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.http.HttpRequestPacket;

/**
 * A request whose body is on its way. Fed by one thread at a time: its connection's selector thread, or the one that sent
 * the answer to the request before it, where both came at once. Ends there, or by its deadline.
 */
final class Incoming {
    private final HttpRequestPacket head;
    private final Request request;
    private final Route route;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private int length;
    // Whether it ended in time.
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    /** @param onLate called on another thread where {@link #end} isn't by the deadline */
    Incoming(HttpRequestPacket head, Request request, Route route, Duration deadline, Runnable onLate) {
        this.head = requireNonNull(head, "head");
        this.request = requireNonNull(request, "request");
        this.route = requireNonNull(route, "route");
        CompletionStage<Boolean> end = Later.completeOnTimeout(ended, false, deadline);
        end.thenAccept(inTime -> {
            if (!inTime) {
                onLate.run();
            }
        });
    }

    HttpRequestPacket head() {
        return head;
    }

    Request request() {
        return request;
    }

    Route route() {
        return route;
    }

    /** Empty where the route takes none. */
    byte[] body() {
        return read.toByteArray();
    }

    /** Takes the next piece; false: that would be more than the limit. */
    boolean append(Buffer piece, int limit) {
        length += piece.remaining();
        if (length > limit) {
            return false;
        }
        if (route.takesBody()) {
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            read.write(bytes, 0, bytes.length);
        }
        return true;
    }

    /** Nothing more is waited for; false: the deadline came first. */
    boolean end() {
        return ended.complete(true);
    }
}
