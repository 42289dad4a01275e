package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
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
                "amqp://u:s3cret@host/a/b"
            })
    void anotherAddressIsRefusedWithoutRepeatingIt(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RabbitConfig.of(uri, "n1"))
                .withMessageNotContaining("s3c")
                .withNoCause();
    }

    @ParameterizedTest
    @CsvSource({"amqp://h, h:5672", "amqps://h, h:5671", "amqp://u:p@h:7/, h:7", "AMQP://h, h:5672"})
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
