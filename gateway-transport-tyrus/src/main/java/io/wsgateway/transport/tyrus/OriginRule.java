package io.wsgateway.transport.tyrus;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may connect: those of the same host name as the gateway's own, and of the listed origins. Who isn't a browser sends
 * no {@code Origin}, or any it likes: this protects browsers' users from pages of others, and nothing else. Thread-safe.
 */
final class OriginRule {
    /** Stands in a list for every origin. */
    static final String ANY = "*";

    /** One value, and not a list of them. */
    private static final Pattern SINGLE = Pattern.compile("[^\\s,]+");

    private final boolean any;
    private final Set<WebOrigin> listed;

    /** @param origins each checked by {@link #isOrigin} */
    OriginRule(List<String> origins) {
        any = origins.contains(ANY);
        listed = origins.stream()
                .map(WebOrigin::of)
                .filter(origin -> origin != null)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a list may hold it. */
    static boolean isOrigin(String text) {
        return text.equals(ANY) || WebOrigin.of(text) != null;
    }

    /** The origin that may not connect, as it was sent; null where the request's may. */
    @Nullable
    String refused(RequestHead request) {
        List<String> sent = request.values("origin");
        return sent.isEmpty() || (sent.size() == 1 && permits(sent.get(0), request)) ? null : String.join(", ", sent);
    }

    private boolean permits(String origin, RequestHead request) {
        if (any) {
            return SINGLE.matcher(origin).matches();
        }
        WebOrigin page = WebOrigin.of(origin);
        return page != null && (listed.contains(page) || isOfHost(page, request.values("host")));
    }

    private static boolean isOfHost(WebOrigin page, List<String> hosts) {
        return hosts.size() == 1 && page.isOfHost(hosts.get(0));
    }
}
