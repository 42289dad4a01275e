package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.util.List;

/** Clients of a {@link Stage} whose tokens expire, and time that passes for them. */
abstract class Expiring {
    static final Duration LIFE = Duration.ofMinutes(5);
    static final Duration NOTICE = Duration.ofSeconds(60);
    static final Duration GRACE = Duration.ofSeconds(30);
    static final Duration SWEEP = Duration.ofMillis(500);
    /** Two sweeps: what was due before them has been done. */
    static final Duration SOON = Duration.ofSeconds(1);

    final Stage stage = new Stage();

    InMemoryClient modern(String user, Duration life) {
        InMemoryClient client = stage.connect();
        client.send(Requests.identify(token(user, life), "1"));
        stage.settle();
        client.drain();
        return client;
    }

    InMemoryClient original(String user, Duration life) {
        InMemoryClient client = stage.identified(token(user, life));
        client.drain();
        return client;
    }

    static String token(String user, Duration life) {
        return user + "~" + life.toMillis();
    }

    /** Time passes sweep by sweep, and these clients show that they live. */
    void passAlive(Duration time, InMemoryClient... clients) {
        int sweeps = 0;
        for (Duration left = time; !left.isZero(); ) {
            Duration some = left.compareTo(SWEEP) > 0 ? SWEEP : left;
            stage.pass(some);
            left = left.minus(some);
            if (++sweeps % 40 == 0 || left.isZero()) {
                List.of(clients).forEach(client -> client.send(Requests.HEARTBEAT));
                stage.settle();
            }
        }
    }

    /** What came, heartbeats' answers aside. */
    static List<Reply> news(InMemoryClient client) {
        return Reply.drain(client).stream()
                .filter(reply -> !reply.name().equals("HEARTBEAT_ACK"))
                .toList();
    }

    static List<String> names(InMemoryClient client) {
        return news(client).stream().map(Reply::code).toList();
    }

    static String toldExpiry(InMemoryClient client) {
        List<Reply> news = news(client);
        assertThat(news).extracting(Reply::name).containsExactly("TOKEN_EXPIRING");
        return news.get(0).text("expiresAt");
    }
}
