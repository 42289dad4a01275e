package io.wsgateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsgateway.protocol.Envelope.Reading;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever services publish is poison, or an event whose frame every strict client can read. */
class EnvelopeFuzzTest {
    private static final List<String> BODIES = List.of(
            "{'event':'message.create','guildId':'507f','data':{'channelId':'c','message':{'_id':'m','content':'ş 😀 \\ud83d'}}}",
            "{'event':'guild.create','userIds':['507f','u'],'data':{'guild':{'_id':'507f','name':'My Server'}},'id':'e'}",
            " { 'data' : { 'ü' : [ 1 , -2.5e3 , null , true , { } ] } , 'event' : 'x' , 'everyone' : true } ",
            "{'event':'presence.update','guildIds':['a','b'],'exceptUserIds':['u'],'ephemeral':true,'data':{},'routingKey':'r'}");

    @Test
    void damagedBodiesArePoisonOrMakeValidFrames() {
        Random random = new Random(11);
        int valid = 0;
        for (int round = 0; round < 30_000; round++) {
            byte[] body =
                    BODIES.get(random.nextInt(BODIES.size())).replace('\'', '"').getBytes(UTF_8);
            valid += isValid(Mutations.of(body, random)) ? 1 : 0;
        }
        assertThat(valid).as("the fuzz reaches both outcomes").isBetween(1_500, 28_500);
    }

    private static boolean isValid(byte[] body) {
        Reading reading = Envelope.read(body, 0, body.length, null, null);
        if (!(reading instanceof Reading.Valid valid)) {
            return false;
        }
        JsonNode published = Json.read(ByteBuffer.wrap(body));
        JsonNode delivered = Json.read(Frame.event(valid.event(), "1c"));
        byte[] entry = EntryCodec.encode(valid.event());

        assertThat(delivered.get("event")).isEqualTo(published.get("event"));
        assertThat(delivered.get("data")).isEqualTo(published.get("data"));
        assertThat(new String(body, UTF_8)).contains(valid.event().data().toString());
        assertThat(EntryCodec.read(entry, 0, entry.length)).isEqualTo(valid.event());
        assertThat(Envelope.admit(valid.event())).isEqualTo(valid.event());
        return true;
    }
}
