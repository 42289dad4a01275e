package io.wsgateway.broker.rabbit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.wsgateway.protocol.Envelope;
import io.wsgateway.protocol.Envelope.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReaderTest {
    private static final String EVENT = "{\"event\":\"a.b\",\"everyone\":true,\"data\":{}}";

    @Test
    void anErrorThatOnlyOneMessageBringsMakesItPoison() {
        Reader reader = new Reader((body, offset, length, id, parent) -> {
            if ("bad".equals(id)) {
                throw new StackOverflowError();
            }
            return Envelope.read(body, offset, length, id, parent);
        });
        assertThat(reader.read(delivery(EVENT, "bad", null, null)))
                .isEqualTo(new Reading.Poison("The gateway can't read this message: StackOverflowError."));
        assertThat(reader.read(delivery(EVENT, "good", null, null))).isInstanceOf(Reading.Valid.class);
    }

    @Test
    void whereNothingCanBeReadNoMessageIsPoison() {
        Reader reader = new Reader((body, offset, length, id, parent) -> {
            throw new NoSuchMethodError("of a parser");
        });
        assertThatExceptionOfType(Attempt.Failed.class)
                .isThrownBy(() -> reader.read(delivery(EVENT, "good", null, null)))
                .withMessageContaining("NoSuchMethodError");
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, , xyz, content_encoding is gzip",
        "'de\nflate', , xyz, 'content_encoding is de\\u000aflate'",
        ", application/x-java-serialized-object, xyz, serialized Java object",
        ", , \u00ac\u00ed, serialized Java object",
        ", application/json, '\"{}\"', made JSON twice",
        ", application/x-protobuf, xyz, content_type is application/x-protobuf"
    })
    void thePublisherHearsWhichTrapItIsIn(String encoding, String type, String body, String hint) {
        byte[] bytes = body.getBytes(ISO_8859_1);
        assertThat(reason(delivery(bytes, "id", encoding, type))).contains(hint).doesNotContain("\n");
    }

    @Test
    void aCompressedBodyIsKnownByItsFirstBytes() {
        assertThat(reason(delivery(new byte[] {0x1F, (byte) 0x8B, 8}, "id", null, "application/json")))
                .contains("begins like gzip");
    }

    @ParameterizedTest
    @CsvSource({", ", "UTF-8, text/plain", "identity, application/json;charset=UTF-8", "'', application/octet-stream"})
    void propertiesThatFitHintAtNothing(String encoding, String type) {
        assertThat(reason(delivery("no".getBytes(UTF_8), "id", encoding, type))).startsWith("Send a body that is");
    }

    @Test
    void aBodyThatIsAnEventIsOneWhateverItsPropertiesSay() {
        Reading reading = new Reader(Envelope::read).read(delivery(EVENT, "id", "gzip", "image/png"));
        assertThat(reading).isInstanceOf(Reading.Valid.class);
    }

    private static String reason(Delivery delivery) {
        return ((Reading.Poison) new Reader(Envelope::read).read(delivery)).reason();
    }

    private static Delivery delivery(String body, String id, String encoding, String type) {
        return delivery(body.getBytes(UTF_8), id, encoding, type);
    }

    private static Delivery delivery(byte[] body, String id, String encoding, String type) {
        BasicProperties properties = new BasicProperties.Builder()
                .messageId(id)
                .contentEncoding(encoding)
                .contentType(type)
                .build();
        return new Delivery(1, "e", "k", properties, body, body.length, null);
    }
}
