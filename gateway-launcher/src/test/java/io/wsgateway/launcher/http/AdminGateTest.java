package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;

/** Wrong admin tokens cost their address time, and nobody else. */
class AdminGateTest {
    private static final String RIGHT = "the-right-admin-token";

    private long now;
    private final AdminGate gate = new AdminGate(new AdminToken(RIGHT), new WrongTokens(() -> now));

    /** The answer's status; 200 for who may. */
    private int ask(String address, String token) {
        return gate.refuse(request(address, token)).map(Response::status).orElse(200);
    }

    private static Request request(String address, String token) {
        try {
            InetAddress from = InetAddress.getByName(address);
            return new Request(
                    from,
                    "GET",
                    "/",
                    HttpFields.build().add("Authorization", "Bearer " + token).asImmutable());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private void wrong(String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(ask(address, "wrong")).isEqualTo(401);
        }
    }

    private void after(Duration time) {
        now += time.toNanos();
    }

    @Test
    void afterFiveWrongOnesAnAddressWaitsAndThenTheRightOneWorks() {
        wrong("192.0.2.1", WrongTokens.FREE);

        Response later = gate.refuse(request("192.0.2.1", RIGHT)).orElseThrow();
        assertThat(later.status()).isEqualTo(429);
        assertThat(later.headers().get("Retry-After")).isEqualTo("1");
        assertThat(new String(later.body(), UTF_8)).contains("in 1 s");
        assertThat(ask("192.0.2.2", RIGHT)).isEqualTo(200);

        after(Duration.ofMillis(999));
        assertThat(ask("192.0.2.1", RIGHT)).isEqualTo(429);
        after(Duration.ofMillis(1));
        assertThat(ask("192.0.2.1", RIGHT)).isEqualTo(200);
        wrong("192.0.2.1", WrongTokens.FREE);
    }

    @Test
    void theWaitDoublesUpToAMinuteAndIsNotLongerForTriesMeanwhile() {
        wrong("192.0.2.1", WrongTokens.FREE);
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            after(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(ask("192.0.2.1", "wrong")).isEqualTo(429);
            after(Duration.ofNanos(1));
            assertThat(ask("192.0.2.1", "wrong")).isEqualTo(401);
        }
    }

    @Test
    void oldMistakesAreForgotten() {
        wrong("192.0.2.1", WrongTokens.FREE - 1);
        after(WrongTokens.KEPT.plusNanos(1));
        wrong("192.0.2.1", 2);
        assertThat(ask("192.0.2.1", RIGHT)).isEqualTo(200);
    }

    @Test
    void aNetworkOfIpv6IsOneAddress() {
        for (int i = 0; i < WrongTokens.FREE; i++) {
            wrong("2001:db8::" + (i + 1), 1);
        }
        assertThat(ask("2001:db8::99", RIGHT)).isEqualTo(429);
        assertThat(ask("2001:db8:0:1::1", RIGHT)).isEqualTo(200);
    }

    @Test
    void ofManyAddressesTheOldestIsForgotten() {
        wrong("192.0.2.1", WrongTokens.FREE);
        for (int i = 0; i < WrongTokens.MOST - 1; i++) {
            wrong("10.0." + i / 256 + "." + i % 256, 1);
        }
        assertThat(ask("192.0.2.1", RIGHT)).isEqualTo(429);
        wrong("10.1.0.0", 1);
        assertThat(ask("192.0.2.1", RIGHT)).isEqualTo(200);
    }

    @Test
    void withoutATokenNobodyWaits() {
        for (int i = 0; i < 100; i++) {
            assertThat(gate.refuse(new Request(request("192.0.2.1", "").from(), "GET", "/", HttpFields.EMPTY)))
                    .hasValueSatisfying(answer -> assertThat(answer.status()).isEqualTo(401));
        }
        assertThat(ask("192.0.2.1", RIGHT)).isEqualTo(200);
    }
}
