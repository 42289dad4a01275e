package io.wsgateway.launcher.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Sends the answer to a request. What isn't read isn't served: the next request of a connection waits until the client's
 * system has taken this. On the loop's thread.
 */
final class Reply implements Callback {
    private static final HttpField CLOSE = new HttpField(HttpHeader.CONNECTION, "close");
    /** Of no kind that Jetty knows: in an answer of HTTP/1.1 it would leave that out, and {@code Keep-Alive} needs it. */
    private static final HttpField KEEP_ALIVE = new HttpField(null, "Connection", "keep-alive");

    private final org.eclipse.jetty.server.Request from;
    private final org.eclipse.jetty.server.Response to;
    private final Callback callback;
    private final Duration idle;
    private final Client client;
    private boolean stays;

    /** @param idle how long the connection may stay open without another request, where it stays open */
    Reply(
            org.eclipse.jetty.server.Request from,
            org.eclipse.jetty.server.Response to,
            Callback callback,
            Duration idle) {
        this.from = from;
        this.to = to;
        this.callback = callback;
        this.idle = idle;
        client = client(from.getConnectionMetaData().getConnection().getEndPoint());
    }

    /** Under TLS it is wrapped. */
    private static Client client(EndPoint endPoint) {
        return endPoint instanceof EndPoint.Wrapper wrapper ? client(wrapper.unwrap()) : (Client) endPoint;
    }

    Client client() {
        return client;
    }

    /** An answer to a request whose body may still come: that is dropped, up to a limit, and then the connection ends. */
    void early(Response response) {
        send(response, !mayHaveBody() && persistent());
    }

    /** Whatever the client wants, it leaves behind this. */
    void last(Response response) {
        send(response, false);
    }

    void send(Response response) {
        send(response, persistent());
    }

    /** It can't be answered by anybody here. */
    void fail(Throwable failure) {
        callback.failed(failure);
    }

    /** Where a client was to be told to go on and wasn't, Jetty ends the connection: its body may come or not. */
    private boolean persistent() {
        boolean untold = from.getHeaders().contains(HttpHeader.EXPECT) && !mayHaveBody();
        return from.getConnectionMetaData().isPersistent() && !untold;
    }

    private boolean mayHaveBody() {
        return from.getLength() != 0
                && (from.getLength() > 0 || from.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
    }

    private void send(Response response, boolean persistent) {
        stays = persistent;
        HttpFields.Mutable headers = to.getHeaders();
        headers.add(response.headers());
        if (persistent) {
            headers.add("Keep-Alive", "timeout=" + idle.toSeconds());
            if (from.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
                headers.add(KEEP_ALIVE);
            }
        } else {
            headers.put(CLOSE);
        }
        to.setStatus(response.status());
        boolean withBody = !HttpMethod.HEAD.is(from.getMethod());
        client.deadline().answer(response.body().length);
        to.write(true, ByteBuffer.wrap(withBody ? response.body() : new byte[0]), this);
    }

    @Override
    public void succeeded() {
        if (stays) {
            client.deadline().idle();
        }
        callback.succeeded();
        if (!stays) {
            client.close();
        }
    }

    @Override
    public void failed(@Nullable Throwable failure) {
        callback.failed(failure);
    }
}
