package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

class RedisConfigTest {
    @Test
    void thePasswordIsNeverShown() {
        RedisConfig config = RedisConfig.at(URI.create("rediss://gateway:s3cret@redis.example:6380/2"), "n1");
        assertThat(config.toString())
                .contains("rediss://***@redis.example:6380/2")
                .contains("n1")
                .doesNotContain("s3cret");
        assertThat(config.server()).isEqualTo("redis.example:6380");
        assertThat(config.address().database()).isEqualTo(2);
        assertThat(new RedisClusterBus(config).toString()).doesNotContain("s3cret");
    }

    @Test
    void aUriWithoutPortAndDatabaseMeansTheUsualOnes() {
        RedisConfig config = RedisConfig.at(URI.create("redis://localhost"), "n1");
        assertThat(config.server()).isEqualTo("localhost:6379");
        assertThat(config.address().database()).isZero();
    }

    @Test
    void aUriWithSentinelsNamesThemAndTheMaster() {
        URI uri = URI.create("redis+sentinel://gateway:s3%2Bcr%3Aet@one:7001,two,10.0.0.3:7003/main.log/3");
        RedisConfig config = RedisConfig.at(uri, "n1");
        assertThat(config.server()).isEqualTo("main.log at one:7001,two:26379,10.0.0.3:7003");
        assertThat(config.toString())
                .contains("redis+sentinel://***@one:7001,two,10.0.0.3:7003/main.log/3")
                .doesNotContain("s3");
        assertThat(config.address())
                .returns("main.log", RedisAddress::master)
                .returns(3, RedisAddress::database)
                .returns("gateway", RedisAddress::user)
                .returns("s3+cr:et", RedisAddress::password)
                .returns(false, RedisAddress::tls);
        RedisAddress six = RedisAddress.of(URI.create("rediss+sentinel://[::1]:7003/main"));
        assertThat(six.hosts()).containsExactly(new HostAndPort("::1", 7003));
        assertThat(six.tls()).isTrue();
        assertThat(six.user()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:6379",
                "localhost:6379",
                "redis:///0",
                "redis://u:s3cret@/0",
                "redis://u:s3cret@localhost/zero",
                "redis://u:s3cret@localhost/1/2",
                "redis://u:s3cret@one:1,two:2/0",
                "redis://u:s3cret@localhost:0",
                "redis+sentinel://u:s3cret@one:1,two:2",
                "redis+sentinel://u:s3cret@one:1,two:2/",
                "redis+sentinel://u:s3cret@one:1,,two:2/main",
                "redis+sentinel://u:s3cret@one:1,two:70000/main",
                "redis+sentinel://u:s3cret@one:1,one:1/main",
                "redis+sentinel://u:s3cret@one/main/zero",
                "redis+cluster://u:s3cret@one:1,two:2/main",
                "redis://u:s3cret@localhost?ssl=true",
                "redis://localhost:6379/0?password=s3cret",
                "redis://localhost:6379/?s3cret@=1",
                "redis://localhost#s3cret",
                "redis://u:s3cret#x@localhost:6379",
                "redis://u:s3cret/x@localhost:6379",
                "redis://u:s3cret?x@localhost:6379",
                "redis://u:x/s3cret@localhost:6379/0",
                "redis://:s3cret#@localhost",
                "redis+sentinel://u:s3cret#x@one:1,two:2/main",
                "redis+sentinel://u:x?s3cret@one:1,two:2/main",
                "redis://s3cret@localhost",
                "redis://u:@localhost",
                "redis://u:s3cret",
                "redis:u:s3cret@localhost"
            })
    void whatCanNeverWorkIsRefusedWithoutShowingThePassword(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisConfig.at(URI.create(uri), "n1"))
                .withMessageContaining("Redis URI")
                .withMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "redis://localhost?ssl=true&timeout=5, 'ssl, timeout', rediss://",
        "redis://u:one#two@localhost, %23, %2F",
        "redis://u:one/two@localhost, %23, %3F",
        "redis://u@localhost, redis://user:password@host, localhost",
        "redis://localhost#db0, '#', localhost"
    })
    void whatIsNotUnderstoodIsNamedWithWhatToWrite(String uri, String named, String also) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisConfig.at(URI.create(uri), "n1"))
                .withMessageContaining(named)
                .withMessageContaining(also)
                .withMessageNotContaining("one")
                .withMessageNotContaining("two");
    }

    @Test
    void aPasswordMayHoldAnythingThatIsEscapedAndWhatCanNotBeMisread() {
        assertThat(RedisAddress.of(URI.create("redis://u:a%23b%2Fc%3Fd%25e+f@localhost"))
                        .password())
                .isEqualTo("a#b/c?d%e+f");
        assertThat(RedisAddress.of(URI.create("redis://u:a@b:c@localhost")))
                .returns("u", RedisAddress::user)
                .returns("a@b:c", RedisAddress::password);
    }

    @Test
    void settingsForTlsWantTls() throws Exception {
        SSLContext context = SSLContext.getDefault();
        RedisConfig plain = RedisConfig.at(URI.create("redis://localhost"), "n1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withTls(context))
                .withMessageContaining("rediss://");
        assertThatIllegalArgumentException().isThrownBy(() -> plain.withTlsParameters(new SSLParameters()));
        RedisConfig tls = RedisConfig.at(URI.create("rediss://localhost"), "n1").withTls(context);
        assertThat(tls.sslContext()).isSameAs(context);
        assertThat(Sockets.Tls.of(context, null).parameters().getEndpointIdentificationAlgorithm())
                .isEqualTo("HTTPS");
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
