package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsgateway.crowd.EventText;
import io.wsgateway.figures.Report;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An instance that starts on a log that is there already. */
@Tag("cluster")
class ColdStartIT {
    private static final int GUILDS = 500;
    private static final int ROUNDS = 300;

    private final RedisServer redis = RedisServer.running();

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void instanceIsNotReadyBeforeItsRingIsWarmAndResumesReachTheWindowsStartAtOnce() {
        String cursor;
        try (LogFiller log = new LogFiller(redis.uri(), GUILDS)) {
            try (RunningGateway before = new RunningGateway("--redis-uri=" + redis.uri());
                    WireClient client = before.member("bob", log.lastGuild())) {
                cursor = log.round(client);
            }
            for (int round = 1; round < ROUNDS; round++) {
                log.append(GUILDS);
            }
        }
        String guild = EventText.guildId(7);
        String token = RunningGateway.token("ann", guild);
        try (RunningGateway gateway = RunningGateway.unready("--redis-uri=" + redis.uri())) {
            assertThat(awaitReady(gateway)).anyMatch(answer -> answer.contains("window has not been read yet"));
            try (WireClient client = gateway.connect()) {
                client.resume(token, cursor, List.of(guild));

                JsonNode resumed = client.awaitOp("RESUMED").get("data");
                assertThat(resumed.get("recovered").asBoolean()).isTrue();
                WireClient.patiently("events").until(() -> numbers(client).size() >= ROUNDS - 1);
                assertThat(numbers(client))
                        .isEqualTo(IntStream.range(1, ROUNDS).boxed().toList());
                String note = "ready only with its ring warm, then a resume from the window's start";
                Report.complete("C6", "an instance starts cold", 0, ROUNDS - 1, ROUNDS - 1, note);
            }
        }
    }

    /** Everything that it said in front of its first 200. */
    private static Set<String> awaitReady(RunningGateway gateway) {
        Set<String> answers = new LinkedHashSet<>();
        WireClient.patiently("ready").until(() -> {
            try {
                HttpResponse<String> answer = gateway.get("readyz");
                assertThat(answer.statusCode()).isIn(200, 503);
                answers.add(answer.body());
                return answer.statusCode() == 200;
            } catch (UncheckedIOException notListening) {
                LockSupport.parkNanos(1_000_000);
                return false;
            }
        });
        return answers;
    }

    private static List<Integer> numbers(WireClient client) {
        return client.frames().stream()
                .map(WireClient::json)
                .filter(frame -> frame.has("event"))
                .map(frame -> Integer.valueOf(frame.get("data").get("n").asText()))
                .toList();
    }
}
