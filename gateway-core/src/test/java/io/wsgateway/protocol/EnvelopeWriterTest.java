package io.wsgateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import io.wsgateway.testkit.Samples;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvelopeWriterTest {

    @ParameterizedTest
    @MethodSource("events")
    void whatIsWrittenIsReadAsTheSameEvent(Event event) {
        byte[] body = Envelope.write(event);
        assertThat(Envelope.read(body, 0, body.length, event.id(), event.traceparent()))
                .isInstanceOfSatisfying(
                        Envelope.Reading.Valid.class,
                        read -> assertThat(read.event()).isEqualTo(event));
    }

    private static Stream<Event> events() {
        Event typing = Event.toGuild("g1", "typing.start", Payload.of("{}"));
        return Stream.concat(
                Samples.ofEveryKind().stream().filter(Event.class::isInstance).map(Event.class::cast),
                Stream.of(
                        Samples.message("text"),
                        Samples.message("text").asEphemeral(),
                        typing,
                        typing.asEphemeral(),
                        new Event(
                                null,
                                "a\"\\\n.ä€😀",
                                new Audience.Everyone(Set.of("u\"1", "ü")),
                                Payload.of("{ }"),
                                false,
                                null,
                                null)));
    }

    @Test
    void aBodyThatNobodyWouldReadIsRefused() {
        Event event = Event.toEveryone("notice", Payload.of("{\"text\":\"" + "x".repeat(Envelope.MOST_BYTES) + "\"}"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Envelope.write(event))
                .withMessageContaining("at most 65536 bytes");
    }
}
