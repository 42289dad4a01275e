package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With the words of RabbitMQ 3.10.8 and 4.0.5. */
class DifferenceTest {
    private static final String START = "PRECONDITION_FAILED - inequivalent arg '";

    @Test
    void whatIsThereIsReadFromTheRefusal() {
        assertThat(of("type' for exchange 'e' in vhost '/': received 'topic' but current is 'direct'"))
                .isEqualTo(new Difference("type", "direct"));
        assertThat(of("internal' for exchange 'i' in vhost '/': received 'false' but current is 'true'"))
                .isEqualTo(new Difference("internal", true));
        assertThat(of("x-max-length' for queue 'q' in vhost 'a' but current is none': received none but current is the"
                        + " value '5000' of type 'signedint'"))
                .isEqualTo(new Difference("x-max-length", 5_000L));
        assertThat(of("x-dead-letter-exchange' for queue 'q' in vhost '/': received the value 'gateway.dead' of type"
                        + " 'longstr' but current is none"))
                .isEqualTo(new Difference("x-dead-letter-exchange", null));
        assertThat(of("x-dead-letter-exchange' for queue 'q' in vhost '/': received the value '7' of type 'long' but"
                        + " current is the value '7' of type 'longstr'"))
                .isEqualTo(new Difference("x-dead-letter-exchange", "7"));
    }

    /** Where both have one of the same type RabbitMQ names none. */
    @Test
    void aTextThatLooksLikeANumberIsOneOnceTheNumberIsRefused() {
        Difference difference =
                of("x-dead-letter-exchange' for queue 'q' in vhost '/': received 'a' but current is '7'");
        Entity asked = Entity.queue("q", Map.of("x-dead-letter-exchange", "a"));
        assertThat(asked.with(difference).get("x-dead-letter-exchange")).isEqualTo(7L);
        assertThat(asked.with(difference).with(difference).get("x-dead-letter-exchange"))
                .isEqualTo("7");
    }

    @Test
    void whatIsCutOffIsUnknownAndKeepsRabbitMqsWords() {
        String rest = "x-single-active-consumer' for queue 'q' in vhost 'long': received the va...";
        assertThat(of(rest))
                .isEqualTo(new Difference("x-single-active-consumer", new Difference.Unknown(START + rest)));
    }

    /** Lines for people are shorter than what RabbitMQ says. */
    @Test
    void aLongRefusalIsReadToItsEnd() {
        String refusal = "x-dead-letter-exchange' for queue 'gateway.events.p0' in vhost '" + "v".repeat(40)
                + "': received the value 'gateway.dead' of type 'longstr' but current is the value 'dlx' of type 'longstr'";
        assertThat((START + refusal).length()).isBetween(201, 255);
        assertThat(of(refusal)).isEqualTo(new Difference("x-dead-letter-exchange", "dlx"));
    }

    @Test
    void aTypeThatPropertiesOfOursDoNotHaveIsUnknown() {
        assertThat(of("x-new' for queue 'q' in vhost '/': received none but current is the value '[]' of type 'array'")
                        .found())
                .isInstanceOf(Difference.Unknown.class);
    }

    @Test
    void anotherFailureIsNone() {
        assertThat(Difference.of(refused("PRECONDITION_FAILED - unknown exchange type 'x-consistent-hash'")))
                .isEmpty();
        assertThat(Difference.of(new IOException("inequivalent"))).isEmpty();
    }

    private static Difference of(String rest) {
        return Difference.of(refused(START + rest)).orElseThrow();
    }

    private static IOException refused(String text) {
        AMQP.Channel.Close close =
                new AMQP.Channel.Close.Builder().replyCode(406).replyText(text).build();
        return new IOException(new ShutdownSignalException(false, false, close, "channel"));
    }
}
