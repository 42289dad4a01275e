package io.wsgateway.launcher.http;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Guards what development mode serves without a token against other web sites in the same browser. The listener takes
 * connections from this machine only, but any page that is open there can have the browser send requests here: under its
 * own name, pointed at this machine (DNS rebinding), or across origins.
 */
final class LocalGate implements Route.Gate {
    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    @Override
    public Optional<Response> refuse(Request request) {
        String host = request.header("host").orElse("");
        if (!LOOPBACK.matcher(host).matches()) {
            return Optional.of(Response.error(
                    403,
                    "In development mode use localhost or 127.0.0.1 as the host; set admin.token for other names."));
        }
        Optional<String> origin = request.header("origin");
        if (origin.isPresent() && !origin.get().equalsIgnoreCase("http://" + host)) {
            return Optional.of(Response.error(
                    403, "In development mode pages of other origins may not do this; set admin.token and send it."));
        }
        return Optional.empty();
    }
}
