package io.wsgateway.broker.rabbit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the client library gets instead of what would end its connection. */
class FrameFilterTest {
    private final FrameFilter filter = new FrameFilter();

    static byte[][] unreadable() {
        byte[] broken = RawProperties.entry('V');
        broken[0] = 100;
        return new byte[][] {
            RawProperties.nestedTables(33),
            RawProperties.nestedTables(10_000),
            RawProperties.nestedArrays(10_000),
            RawProperties.entry('?'),
            RawProperties.entry('S', (byte) 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xF0),
            RawProperties.entry('x', (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF),
            RawProperties.entry('l', (byte) 1),
            broken
        };
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("unreadable")
    void headersThatCantBeReadAreCutOutAndTheRestOfThePropertiesStays(byte[] table) throws IOException {
        BasicProperties properties = decoded(filter.filter(header(new RawProperties(table, "id").bytes(7))));
        Mark mark = Mark.of(properties);
        assertThat(mark).isNotNull();
        assertThat(mark.fault()).contains("Send headers that").doesNotContain("\n");
        assertThat(mark.length()).isEqualTo(7);
        assertThat(properties.getBodySize()).isEqualTo(7);
        assertThat(properties.getMessageId()).isEqualTo("id");
        assertThat(properties.getDeliveryMode()).isEqualTo(2);
        assertThat(Mark.off(properties).getHeaders()).isEmpty();
    }

    @Test
    void propertiesThatCantBeReadAtAllAreReplaced() throws IOException {
        byte[] bytes = new RawProperties(RawProperties.nestedTables(33), "id").bytes(7);
        bytes[bytes.length - 3] = (byte) 200;
        BasicProperties properties = decoded(filter.filter(header(bytes)));
        assertThat(properties.getMessageId()).isNull();
        assertThat(Mark.of(properties)).isNotNull();
    }

    @Test
    void whatCanBeReadIsLeftAsItIs() throws IOException {
        Frame frame = header(new RawProperties(RawProperties.nestedTables(31), "id").bytes(7));
        assertThat(filter.filter(frame)).isSameAs(frame);
    }

    @Test
    void headersOfTenMegabytesAreCutOut() throws IOException {
        byte[] text = "x".repeat(10 << 20).getBytes(UTF_8);
        byte[] value = ByteBuffer.allocate(4 + text.length)
                .putInt(text.length)
                .put(text)
                .array();
        BasicProperties properties =
                decoded(filter.filter(header(new RawProperties(RawProperties.entry('S', value), "id").bytes(7))));
        assertThat(Mark.of(properties).fault()).contains("at most 128 KiB");
        assertThat(properties.getMessageId()).isEqualTo("id");
    }

    @Test
    void aBodyIsCutAndItsLengthKept() throws IOException {
        long length = (3L << 20) + 5;
        BasicProperties properties =
                decoded(filter.filter(header(properties("a").toFrame(1, length).getPayload())));
        assertThat(properties.getBodySize()).isEqualTo(Delivery.MOST_BYTES);
        assertThat(Mark.of(properties)).isEqualTo(new Mark(length, null));
        assertThat(Mark.off(properties).getHeaders()).containsOnlyKeys("h");
        long given = 0;
        for (long sent = 0; sent < length; sent += 100_000) {
            Frame frame = filter.filter(body(1, (int) Math.min(100_000, length - sent)));
            given += FrameParts.type(frame) == AMQP.FRAME_BODY ? frame.getPayload().length : 0;
        }
        assertThat(given).isEqualTo(Delivery.MOST_BYTES);
        Frame next = header(properties("a").toFrame(1, 5).getPayload());
        assertThat(filter.filter(next)).isSameAs(next);
        Frame whole = body(1, 5);
        assertThat(filter.filter(whole)).isSameAs(whole);
    }

    @Test
    void bodiesOnOtherChannelsGoOnMeanwhile() throws IOException {
        filter.filter(header(properties("a").toFrame(1, 3 << 20).getPayload()));
        filter.filter(body(1, 2 << 20));
        Frame other = body(2, 70_000);
        assertThat(filter.filter(other)).isSameAs(other);
        assertThat(FrameParts.type(filter.filter(body(1, 70_000)))).isEqualTo(AMQP.FRAME_HEARTBEAT);
    }

    @Test
    void aPublisherCantSendAMark() {
        BasicProperties properties = properties("gateway-fault");
        assertThat(Mark.of(properties)).isNull();
    }

    private static BasicProperties properties(String value) {
        return new BasicProperties.Builder().headers(Map.of("h", value)).build();
    }

    private static Frame header(byte[] payload) {
        return new Frame(AMQP.FRAME_HEADER, 1, payload);
    }

    private static Frame body(int channel, int length) {
        return new Frame(AMQP.FRAME_BODY, channel, new byte[length]);
    }

    private static BasicProperties decoded(Frame frame) throws IOException {
        BasicProperties properties = (BasicProperties) AMQImpl.readContentHeaderFrom(frame.getInputStream());
        if (properties.getHeaders() != null) {
            properties
                    .getHeaders()
                    .values()
                    .forEach(value -> assertThat(value).isInstanceOfAny(LongString.class, Map.class));
        }
        return properties;
    }
}
