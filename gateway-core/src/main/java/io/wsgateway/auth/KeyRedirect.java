package io.wsgateway.auth;

import io.wsgateway.model.Redaction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Set;

/** Where a key server says that its keys are now: followed on the same host only, and never from https to http. */
final class KeyRedirect {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    private KeyRedirect() {}

    static boolean is(HttpResponse<?> answer) {
        return STATUSES.contains(answer.statusCode());
    }

    /**
     * The address to ask next.
     *
     * @throws IOException where it must not be asked, with what to do
     */
    static URI target(URI from, HttpResponse<?> answer) throws IOException {
        URI target;
        try {
            String location = answer.headers()
                    .firstValue("Location")
                    .orElseThrow(() -> new IOException("HTTP status " + answer.statusCode() + " without a Location"));
            target = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException("HTTP status " + answer.statusCode() + " to no address that could be understood", e);
        }
        if (target.getHost() == null || !target.getHost().equalsIgnoreCase(from.getHost())) {
            throw refused(answer, target, "another host");
        }
        boolean tls = "https".equalsIgnoreCase(target.getScheme());
        if (!tls && !("http".equalsIgnoreCase(target.getScheme()) && "http".equalsIgnoreCase(from.getScheme()))) {
            throw refused(answer, target, "less safe than https");
        }
        return target;
    }

    private static IOException refused(HttpResponse<?> answer, URI target, String why) {
        return new IOException("HTTP status " + answer.statusCode() + " to " + Redaction.address(target.toString())
                + ", which is " + why + ": not followed; set the address of the key set to the one that you trust");
    }
}
