package io.wsgateway.launcher.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/** Lets those in who know the admin token, and those who don't try ever more slowly. */
final class AdminGate implements Route.Gate {
    private static final String SCHEME = "bearer ";

    private final AdminToken token;
    private final WrongTokens wrong;

    AdminGate(AdminToken token, WrongTokens wrong) {
        this.token = token;
        this.wrong = wrong;
    }

    @Override
    public Optional<Response> refuse(Request request) {
        Optional<String> sent = request.header("authorization")
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip());
        if (sent.isEmpty()) {
            return Optional.of(refusal("Bearer", "Send the admin token as Authorization: Bearer <token>."));
        }
        return judge(sent.get(), request.from());
    }

    private Optional<Response> judge(String sent, InetAddress from) {
        // Or many at once would all be looked at before one of them counts.
        synchronized (wrong) {
            Duration wait = wrong.wait(from);
            if (!wait.isZero()) {
                return Optional.of(later(wait));
            }
            if (token.matches(sent)) {
                wrong.right(from);
                return Optional.empty();
            }
            wrong.wrong(from);
        }
        return Optional.of(refusal("Bearer error=\"invalid_token\"", "This is not the admin token."));
    }

    private static Response later(Duration wait) {
        long seconds = wait.plusNanos(999_999_999).toSeconds();
        return Response.error(
                        429,
                        "Too many wrong admin tokens came from this address: send the right one in " + seconds + " s.")
                .with("Retry-After", Long.toString(seconds));
    }

    private static Response refusal(String challenge, String message) {
        return Response.error(401, message).with("WWW-Authenticate", challenge);
    }
}
