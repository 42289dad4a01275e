package io.wsgateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventFrameTest {

    @Test
    void eventForOneGuildNamesIt() {
        Event event = Event.toGuild("g1", "message.create", Payload.of("{ \"a\" : 1.0 }"));

        assertThat(Frame.event(event, "1c"))
                .hasToString(
                        "{\"event\":\"message.create\",\"guildId\":\"g1\",\"data\":{ \"a\" : 1.0 },\"cursor\":\"1c\"}");
    }

    static Stream<Audience> audiencesOtherThanOneGuild() {
        return Stream.of(
                new Audience.Guilds(Set.of("g", "h"), Set.of()),
                new Audience.Users(Set.of("u")),
                new Audience.Everyone(Set.of()));
    }

    @ParameterizedTest
    @MethodSource("audiencesOtherThanOneGuild")
    void eventForOthersNamesNoGuild(Audience audience) {
        Event event = new Event("id", "x", audience, Payload.of("{}"), true, null, "trace");

        assertThat(Frame.event(event, "1c")).hasToString("{\"event\":\"x\",\"data\":{},\"cursor\":\"1c\"}");
    }

    @Test
    void onlyTheViewedBytesOfThePayloadAreSpliced() {
        byte[] batch = "xx{\"ş\":\"😀\"}yy".getBytes(UTF_8);
        Event event = Event.toEveryone("e", new Payload(batch, 2, batch.length - 4));

        assertThat(Frame.event(event, "c")).hasToString("{\"event\":\"e\",\"data\":{\"ş\":\"😀\"},\"cursor\":\"c\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {125, 126, 65_535, 65_536})
    void eventFramesHaveTheRightHeaderAtItsBorders(int length) {
        int around = "{\"event\":\"e\",\"data\":{\"x\":\"\"},\"cursor\":\"c\"}".length();
        String data = "{\"x\":\"" + "-".repeat(length - around) + "\"}";

        Frame frame = Frame.event(Event.toEveryone("e", Payload.of(data)), "c");

        assertThat(frame.payload().remaining()).isEqualTo(length);
        byte[] json = new byte[length];
        frame.payload().get(json);
        assertThat(frame).isEqualTo(Frame.text(json));
        assertThat(Json.read(ByteBuffer.wrap(json)).at("/data/x").textValue()).hasSize(length - around);
    }
}
