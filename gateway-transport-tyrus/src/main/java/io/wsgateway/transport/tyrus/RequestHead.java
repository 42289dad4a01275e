package io.wsgateway.transport.tyrus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request's head, by RFC 9112 without its leniencies: no folded lines, no blanks before a colon.
 *
 * @param path as it was sent, without scheme and host where those were sent too
 * @param query as it was sent, any characters; null where there is none
 * @param protocol such as {@code HTTP/1.1}
 * @param headers names in lower case, values without blanks around them
 */
record RequestHead(
        String method, String path, @Nullable String query, String protocol, Map<String, List<String>> headers) {
    private static final Pattern PROTOCOL = Pattern.compile("HTTP/[0-9]\\.[0-9]");
    /** The beginning of an absolute form: servers must take it (RFC 9112, 3.2.2), though only proxies send it. */
    private static final Pattern ORIGIN = Pattern.compile("(?i)(?:https?|wss?)://[^/?#@\\s]+");

    private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

    /** @param lines without control characters but tabs */
    static RequestHead of(String... lines) throws RefusedRequest {
        String[] parts = lines[0].split(" ", -1);
        if (parts.length != 3
                || !isToken(parts[0])
                || !PROTOCOL.matcher(parts[2]).matches()) {
            throw malformed("the first line must be like GET / HTTP/1.1");
        }
        String target = originForm(parts[1]);
        int question = target.indexOf('?');
        return new RequestHead(
                parts[0],
                question < 0 ? target : target.substring(0, question),
                question < 0 ? null : target.substring(question + 1),
                parts[2],
                headers(lines));
    }

    /** The values of each line of this name. */
    List<String> values(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** The members of a list, in order, whether it came in one line or in several. */
    List<String> members(String name) {
        List<String> members = new ArrayList<>();
        for (String value : values(name)) {
            for (String member : value.split(",", -1)) {
                if (!strip(member).isEmpty()) {
                    members.add(strip(member));
                }
            }
        }
        return members;
    }

    /** Whether a list names this token, in whatever case. */
    boolean names(String header, String token) {
        return members(header).stream().anyMatch(token::equalsIgnoreCase);
    }

    private static String originForm(String target) throws RefusedRequest {
        if (target.indexOf('\t') >= 0) {
            throw malformed("not a valid address");
        }
        if (target.startsWith("/")) {
            return target;
        }
        var origin = ORIGIN.matcher(target);
        if (!origin.lookingAt()) {
            throw malformed("not a valid address");
        }
        String rest = target.substring(origin.end());
        if (rest.isEmpty() || rest.startsWith("?")) {
            return "/" + rest;
        }
        if (!rest.startsWith("/")) {
            throw malformed("not a valid address");
        }
        return rest;
    }

    private static Map<String, List<String>> headers(String... lines) throws RefusedRequest {
        Map<String, List<String>> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 0 || !isToken(lines[i].substring(0, colon))) {
                throw malformed("not a header: each is one line like Name: value");
            }
            headers.computeIfAbsent(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), any -> new ArrayList<>(1))
                    .add(strip(lines[i].substring(colon + 1)));
        }
        return headers;
    }

    // A loop, not a pattern: this looks at every name of every handshake.
    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && TOKEN_SYMBOLS.indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** Without the blanks that HTTP knows around it; other characters that Unicode takes for blanks stay. */
    private static String strip(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && isBlank(value.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static RefusedRequest malformed(String what) {
        return new RefusedRequest(HttpAnswer.malformed(what));
    }
}
