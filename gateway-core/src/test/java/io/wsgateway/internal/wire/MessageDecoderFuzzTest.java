package io.wsgateway.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.wire.ClientMessage.Malformed;
import io.wsgateway.protocol.Json;
import io.wsgateway.protocol.Mutations;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a client sends is answered, never thrown. */
class MessageDecoderFuzzTest {

    @Test
    void damagedMessagesAreCommandsOrMalformed() {
        List<byte[]> valid = MessageDecoderTest.commands()
                .map(a -> ((String) a.get()[0]).replace('\'', '"').getBytes(UTF_8))
                .toList();
        Random random = new Random(7);
        int commands = 0;
        for (int round = 0; round < 30_000; round++) {
            commands += isCommand(Mutations.of(valid.get(random.nextInt(valid.size())), random)) ? 1 : 0;
        }
        assertThat(commands).as("the fuzz reaches both outcomes").isBetween(1_500, 28_500);
    }

    @Test
    void randomBytesAreCommandsOrMalformed() {
        Random random = new Random(8);
        byte[] alphabet = "{}[]\":,\\u0d8e-1opidat nulHEARTB\0\u00ff".getBytes(UTF_8);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(60)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] =
                        random.nextInt(20) == 0 ? (byte) random.nextInt() : alphabet[random.nextInt(alphabet.length)];
            }
            isCommand(bytes);
        }
    }

    private static boolean isCommand(byte[] bytes) {
        ClientMessage message = MessageDecoder.decode(ByteBuffer.wrap(bytes));
        if (message instanceof Malformed malformed) {
            var error = new ServerMessage.Error(
                    malformed.id(), malformed.code(), malformed.reason(), malformed.knownOp(), -1);
            assertThat(Json.read(FrameEncoder.encode(error)).at("/op").textValue())
                    .isEqualTo("ERROR");
            return false;
        }
        assertThat(Json.read(ByteBuffer.wrap(bytes)).at("/op").textValue()).isEqualTo(message.op());
        return true;
    }
}
