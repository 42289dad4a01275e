package io.wsgateway.launcher.http;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.Callback;

/** Brings requests to their routes. On the loop's thread: nothing here waits. */
final class RouteHandler extends Handler.Abstract.NonBlocking {
    private final Router router;
    private final Executor loop;
    private final HttpTimeouts timeouts;
    private final int bodyLimit;

    RouteHandler(Router router, Executor loop, HttpTimeouts timeouts, int bodyLimit) {
        this.router = router;
        this.loop = loop;
        this.timeouts = timeouts;
        this.bodyLimit = bodyLimit;
    }

    @Override
    public boolean handle(
            org.eclipse.jetty.server.Request from, org.eclipse.jetty.server.Response to, Callback callback) {
        Reply reply = new Reply(from, to, callback, timeouts.idle());
        Optional<Response> ambiguous = HeadRules.refuse(from);
        if (ambiguous.isPresent()) {
            reply.last(ambiguous.get());
            return true;
        }
        Request request = request(from);
        Optional<Route> found = router.find(request);
        if (found.isEmpty()) {
            reply.early(router.miss(request));
            return true;
        }
        Route route = found.get();
        Optional<Response> refusal = route.gate().refuse(request);
        if (refusal.isPresent()) {
            reply.early(refusal.get());
        } else {
            new Exchange(request, route, from, reply, loop, timeouts, bodyLimit).begin();
        }
        return true;
    }

    private static Request request(org.eclipse.jetty.server.Request from) {
        InetSocketAddress peer =
                (InetSocketAddress) from.getConnectionMetaData().getRemoteSocketAddress();
        return new Request(
                peer.getAddress(),
                from.getMethod(),
                String.valueOf(from.getHttpURI().getPath()),
                from.getHeaders());
    }
}
