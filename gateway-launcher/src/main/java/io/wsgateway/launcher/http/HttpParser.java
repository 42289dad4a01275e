package io.wsgateway.launcher.http;

import java.io.IOException;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.ChunkedTransferEncoding;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.KeepAlive;
import org.glassfish.grizzly.http.TransferEncoding;

/** Grizzly's parser of requests, with what it lacks of RFC 9112: empty lines before a request, and extensions of chunks. */
@SuppressWarnings("deprecation") // the only public way to make one
final class HttpParser extends HttpServerFilter {
    private static final int HEAD_BYTES = 16 << 10;
    /** Bytes of a refused body that are read on, so that its sender gets to see the answer. */
    private static final int SKIPPED_BYTES = 1 << 20;

    private final Attribute<Object> request =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(HTTP_SERVER_REQUEST_ATTR_NAME);

    private final Clients clients;

    HttpParser(Clients clients) {
        // Clients are timed elsewhere.
        super(false, HEAD_BYTES, null, anyNumberOfRequests(), null);
        this.clients = clients;
        setMaxPayloadRemainderToSkip(SKIPPED_BYTES);
        setAllowPayloadForUndefinedHttpMethods(true);
        for (TransferEncoding encoding : getTransferEncodings()) {
            if (encoding instanceof ChunkedTransferEncoding) {
                removeTransferEncoding(encoding);
            }
        }
        addTransferEncoding(new ChunkedBody());
    }

    /** Whether Grizzly closes a connection after an answer with that status. */
    static boolean closesAfter(int status) {
        return statusDropsConnection(status);
    }

    private static KeepAlive anyNumberOfRequests() {
        KeepAlive keepAlive = new KeepAlive();
        keepAlive.setMaxRequestsCount(-1);
        return keepAlive;
    }

    @Override
    public NextAction handleAccept(FilterChainContext ctx) {
        clients.of(ctx.getConnection());
        return ctx.getInvokeAction();
    }

    @Override
    public NextAction handleClose(FilterChainContext ctx) throws IOException {
        clients.left(ctx.getConnection());
        return super.handleClose(ctx);
    }

    @Override
    public NextAction handleRead(FilterChainContext ctx) throws IOException {
        if (request.get(ctx.getConnection()) == null) {
            Buffer input = withoutEmptyLines(ctx.getMessage());
            if (!input.hasRemaining()) {
                return ctx.getStopAction();
            }
            if (input.remaining() == 1 && input.get(input.position()) == '\r') {
                return ctx.getStopAction(input);
            }
            clients.of(ctx.getConnection()).awaitHead();
            ctx.setMessage(input);
        }
        return super.handleRead(ctx);
    }

    @Override
    protected void onHttpHeaderError(HttpHeader head, FilterChainContext ctx, Throwable fault) throws IOException {
        Buffer input = ctx.getMessage();
        // It is passed over once it has been read.
        if (input.position() == 0 && input.remaining() >= HEAD_BYTES) {
            Status.of(431).setValues(((HttpRequestPacket) head).getResponse());
        }
        super.onHttpHeaderError(head, ctx, fault);
    }

    @Override
    protected HttpContent customizeErrorResponse(HttpResponsePacket response) {
        int status = response.getStatus();
        String what = switch (status) {
            case 431 -> "The request's head is longer than " + HEAD_BYTES + " bytes: send less of it.";
            case 505 -> "Only HTTP/1.1 and HTTP/1.0 are spoken here.";
            default -> "This is not a request of HTTP/1.1: see RFC 9112.";
        };
        return Wire.content(response.getRequest(), Response.error(status, what).with("Connection", "close"));
    }

    /** RFC 9112, 2.2: after a request there may be more than belongs to it. */
    private static Buffer withoutEmptyLines(Buffer input) {
        int at = input.position();
        while (input.limit() - at >= 2 && input.get(at) == '\r' && input.get(at + 1) == '\n') {
            at += 2;
        }
        return at == input.position() ? input : input.split(at);
    }
}
