package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.sync.redis.testkit.RedisServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of two instances, the later one has another key: a balancer must not send it clients. */
class OddInstanceIT {
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    private final RedisServer redis = RedisServer.running();

    private final List<RunningGateway> running = new ArrayList<>();

    @AfterEach
    void stop() {
        running.forEach(RunningGateway::close);
        redis.close();
    }

    @Test
    void theOneThatComesWithAnotherKeyIsNotReadyAndNamesTheSetting() {
        RunningGateway right = new RunningGateway("--redis-uri=" + redis.uri(), "--node-id=right");
        running.add(right);
        RunningGateway odd = RunningGateway.withSecret(OTHER, "--redis-uri=" + redis.uri(), "--node-id=odd");
        running.add(odd);
        WireClient.patiently("named").until(() -> answers(odd, 503, "auth.jwt.secret"));
        assertThat(odd.get("readyz").body()).contains("bus: ").doesNotContain(OTHER);
        // It reads the log's window all the same, which may take a moment longer.
        WireClient.patiently("started").until(() -> odd.get("health").body().contains("\"gateway\":\"ok\""));
        assertThat(odd.get("health").body()).contains("auth.jwt.secret");
        assertThat(odd.jar.output()).contains("auth.jwt.secret").doesNotContain(" Ready");
        assertThat(right.get("readyz").statusCode()).isEqualTo(200);
        right.jar.close();
        WireClient.patiently("ready").until(() -> answers(odd, 200, "ready"));
        WireClient.patiently("told").until(() -> odd.jar.output().contains(" Ready"));
    }

    private static boolean answers(RunningGateway gateway, int status, String text) {
        try {
            HttpResponse<String> answer = gateway.get("readyz");
            return answer.statusCode() == status && answer.body().contains(text);
        } catch (RuntimeException notListening) {
            return false;
        }
    }
}
