package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RabbitConfigTest {

    @Test
    void thePasswordIsNotShown() {
        RabbitConfig config = RabbitConfig.of("amqps://service:s3cret@broker.example/vh", "n1");
        assertThat(config).asString().contains("broker.example:5671/vh").doesNotContain("s3cret");
        assertThat(new RabbitEventSource(config)).asString().doesNotContain("s3cret");
        assertThat(new RabbitPublisher(config)).asString().doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "http://u:s3cret@host",
                "amqp://",
                "amqp:s3cret",
                "amqp://u:s3c ret@host",
                "amqp://u:s3cret%@host",
                "amqp://u:s3cret@host/a/b",
                "amqp://u:s3c#ret@host",
                "amqp://u:s3c?ret@host",
                "amqp://u:1?s3c=ret@host",
                "amqp://u:1/s3cret@host",
                "amqp://u:s3c/ret@host",
                "amqp://u:s3c@ret@host",
                "amqp://u:s3c:ret@host",
                "amqp://s3cret@host",
                "amqp://:s3cret@host",
                "amqp://u:s3cret@",
                "amqp://u:s3cret@host:0",
                "amqp://u:s3cret@host:70000",
                "amqp://u:s3cret@one,,two",
                "amqp://u:s3cret@one,two:x"
            })
    void anotherAddressIsRefusedWithoutRepeatingIt(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RabbitConfig.of(uri, "n1"))
                .withMessageNotContaining("s3c")
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp://h?ssl=true", "amqp://h/v?ssl=true&x=1", "amqps://u:p@h:1/?ssl=true"})
    void parametersAreRefusedByName(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RabbitConfig.of(uri, "n1"))
                .withMessageContaining("(ssl)")
                .withMessageContaining("amqps://");
    }

    @Test
    void reservedCharactersAreWrittenWithPercentSigns() {
        RabbitAddress address = RabbitConfig.of("amqp://a%40b:p%2F%3F%23%40%3A%25+%C3%A9@h/my%2Fhost", "n1")
                .address();
        assertThat(address.login()).isEqualTo(new RabbitAddress.Login("a@b", "p/?#@:%+é"));
        assertThat(address.virtualHost()).isEqualTo("my/host");
        assertThat(address).asString().doesNotContain("a@b").doesNotContain("+é");
    }

    @Test
    void severalHostsAreTakenWithCommas() {
        RabbitConfig config = RabbitConfig.of("amqps://u:s3cret@one,two:7,10.0.0.1:8/vh", "n1");
        assertThat(config.place()).isEqualTo("one:5671,two:7,10.0.0.1:8");
        assertThat(config)
                .asString()
                .contains("amqps://***@one:5671,two:7,10.0.0.1:8/vh")
                .doesNotContain("s3cret");
    }

    @Test
    void anSslContextNeedsTls() throws Exception {
        SSLContext context = SSLContext.getDefault();
        assertThat(RabbitConfig.of("amqps://h", "n1").withSslContext(context).sslContext())
                .isSameAs(context);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RabbitConfig.of("amqp://h", "n1").withSslContext(context))
                .withMessageContaining("amqps://");
    }

    @ParameterizedTest
    @CsvSource({
        "amqp://h, h:5672",
        "amqps://h, h:5671",
        "amqp://u:p@h:7/, h:7",
        "amqp://[::1]:7, [::1]:7",
        "AMQP://h, h:5672"
    })
    void thePlaceIsHostAndPort(String uri, String place) {
        assertThat(RabbitConfig.of(uri, "n1").place()).isEqualTo(place);
    }

    @Test
    void numbersThatCanNeverWorkAreRefused() {
        RabbitConfig config = RabbitConfig.of("amqp://h", "n1");
        assertThatIllegalArgumentException().isThrownBy(() -> config.withPartitions(0));
        assertThatIllegalArgumentException().isThrownBy(() -> config.withPrefetch(65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> config.withHeartbeat(Duration.ofMillis(500)));
        assertThatIllegalArgumentException().isThrownBy(() -> config.withConnectionTimeout(Duration.ZERO));
    }
}
