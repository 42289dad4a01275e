package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisConfigTest {
    @Test
    void thePasswordIsNeverShown() {
        RedisConfig config = RedisConfig.at(URI.create("rediss://gateway:s3cret@redis.example:6380/2"), "n1");
        assertThat(config.toString())
                .contains("rediss://***@redis.example:6380/2")
                .contains("n1")
                .doesNotContain("s3cret");
        assertThat(config.server()).isEqualTo("redis.example:6380");
        assertThat(config.database()).isEqualTo(2);
        assertThat(new RedisClusterBus(config).toString()).doesNotContain("s3cret");
    }

    @Test
    void aUriWithoutPortAndDatabaseMeansTheUsualOnes() {
        RedisConfig config = RedisConfig.at(URI.create("redis://localhost"), "n1");
        assertThat(config.server()).isEqualTo("localhost:6379");
        assertThat(config.database()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:6379",
                "localhost:6379",
                "redis:///0",
                "redis://u:s3cret@/0",
                "redis://u:s3cret@localhost/zero",
                "redis://u:s3cret@localhost/1/2"
            })
    void whatCanNeverWorkIsRefusedWithoutShowingThePassword(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisConfig.at(URI.create(uri), "n1"))
                .withMessageContaining("Redis URI")
                .withMessageNotContaining("s3cret");
    }

    @Test
    void numbersOutOfRangeAreNamed() {
        RedisConfig good = RedisConfig.at(URI.create("redis://localhost"), "n1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> good.withWindow(Duration.ZERO))
                .withMessageContaining("window");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> good.withLogBytes(0))
                .withMessageContaining("logBytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisConfig.at(good.uri(), "n".repeat(65)))
                .withMessageContaining("nodeId");
    }

    @Test
    void changesAreKeptForTheLongestLifeOfATokenAndTheClocksTolerance() {
        RedisConfig config = RedisConfig.at(URI.create("redis://localhost"), "n1");
        assertThat(config.keepFor()).isEqualTo(Duration.ofDays(1).plusSeconds(90));
        assertThat(config.withMaxTokenLife(Duration.ofHours(1)).keepFor())
                .isEqualTo(Duration.ofHours(1).plusSeconds(90));
    }
}
