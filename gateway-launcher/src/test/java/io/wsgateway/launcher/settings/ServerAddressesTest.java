package io.wsgateway.launcher.settings;

import static io.wsgateway.launcher.settings.ReadSettings.read;
import static io.wsgateway.launcher.settings.ReadSettings.refusal;
import static io.wsgateway.launcher.settings.ReadSettings.withKey;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The addresses of RabbitMQ and Redis. */
class ServerAddressesTest {
    @ParameterizedTest
    @CsvSource({
        "rabbit-uri, http://ann:hunter2@host",
        "rabbit-uri, amqp://ann:hun ter2@host",
        "rabbit-uri, amqp://ann:hunter2@host/a/b",
        "rabbit-uri, amqp://ann:hunter2@host?ssl=true",
        "rabbit-uri, amqp://ann:hunter2#x@host",
        "rabbit-uri, amqp://ann:hunter2/x@host",
        "rabbit-uri, amqp://ann:hunter2?x@host",
        "rabbit-uri, amqp://hunter2@host",
        "redis-uri, redis://ann:hun ter2@host:6379",
        "redis-uri, redis://ann:hunter2@host:6379/db",
        "redis-uri, http://ann:hunter2@host:6379",
        "redis-uri, 'redis+sentinel://ann:hunter2@one:26379,two:26379'",
        "redis-uri, 'redis+sentinel://ann:hunter2@one:26379,two:/main'",
        "redis-uri, 'redis://ann:hunter2@one:6379,two:6379'",
        "redis-uri, redis://ann:hunter2@host:6379?ssl=true",
        "redis-uri, redis://ann:hunter2#x@host:6379",
        "redis-uri, redis://ann:hunter2/x@host:6379",
        "redis-uri, redis://ann:hunter2?x@host:6379",
        "redis-uri, redis://hunter2@host:6379"
    })
    void whatIsNoAddressOfAServerIsRefusedWithoutItsPassword(String flag, String uri) {
        SettingsException refusal = refusal(Map.of(), "--" + flag + "=" + uri);

        assertThat(refusal.problems()).hasSize(1);
        assertThat(refusal)
                .hasMessageContaining(flag.replace('-', '.') + " ")
                .hasMessageContaining("is not an address of");
        assertThat(refusal.getMessage()).doesNotContain("hunter2", "hun ter2", "ann:");
    }

    @Test
    void anAddressOfRedisMayListSentinelsAndOneThatNamesNoMasterSaysHow() throws Exception {
        String uri = "redis+sentinel://ann:hunter2@one:26379,two:26379/main";
        assertThat(read(withKey(), "--redis-uri=" + uri).find(SettingDefinitions.REDIS_URI))
                .contains(URI.create(uri));
        assertThat(refusal(Map.of(), "--redis-uri=redis+sentinel://one:26379,two:26379"))
                .hasMessageContaining("redis.uri is not an address of Redis")
                .hasMessageContaining("is the master's name, as in redis+sentinel://10.0.0.1:26379/mymaster");
    }
}
