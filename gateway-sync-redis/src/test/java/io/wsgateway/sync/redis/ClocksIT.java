package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.RecordingFollower;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A machine whose clock is off says so for as long as it is. */
class ClocksIT extends RedisFaults {
    private final RedisServer server = closedLater(RedisServer.running());

    @ParameterizedTest
    @CsvSource({"-300, 300 s from this machine's, which is behind", "90000, 90000 s from this machine's, which is ahead"
    })
    void aClockThatIsOffIsNamedUntilItIsRight(long seconds, String said) {
        InstantSource right = InstantSource.system();
        AtomicReference<Duration> off = new AtomicReference<>(Duration.ofSeconds(seconds));
        InstantSource clock = () -> right.instant().plus(off.get());
        ClusterBus odd = closedLater(new RedisClusterBus(config(server.uri(), "odd"), GatewayMetrics.NONE, clock));
        odd.start(new RecordingFollower());
        Instance other = started(server, "other");
        await().until(() -> odd.health().reason().contains(said));
        await().until(() -> other.bus().health().up());
        off.set(Duration.ZERO);
        await().until(() -> odd.health().up());
        assertThat(other.bus().health().up()).isTrue();
    }
}
