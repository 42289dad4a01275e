package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Properties whose headers are bytes of one's choice, with a message id behind them: what no client library sends. */
final class RawProperties extends BasicProperties {
    private static final int HEADERS_AND_DELIVERY_MODE_AND_ID = 1 << 13 | 1 << 12 | 1 << 7;

    private final byte[] table;
    private final String id;

    /** @param table its entries, without the length before them */
    RawProperties(byte[] table, String id) {
        this.table = table;
        this.id = id;
    }

    @Override
    public Frame toFrame(int channel, long bodySize) throws IOException {
        Frame frame = new Frame(AMQP.FRAME_HEADER, channel);
        frame.getOutputStream().write(bytes(bodySize));
        return frame;
    }

    byte[] bytes(long bodySize) {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(14 + 4 + table.length + 1 + 1 + name.length)
                .putShort((short) 60)
                .putShort((short) 0)
                .putLong(bodySize)
                .putShort((short) HEADERS_AND_DELIVERY_MODE_AND_ID)
                .putInt(table.length)
                .put(table)
                .put((byte) 2)
                .put((byte) name.length)
                .put(name)
                .array();
    }

    /** A table in a table in a table: as many beneath the headers. */
    static byte[] nestedTables(int depth) {
        byte[] table = entry('V');
        for (int i = 0; i < depth; i++) {
            table = entry('F', sized(table));
        }
        return table;
    }

    static byte[] nestedArrays(int depth) {
        byte[] array = {'V'};
        for (int i = 0; i < depth; i++) {
            array = joined(new byte[] {'A'}, sized(array));
        }
        return joined(new byte[] {1, 'a'}, array);
    }

    /** A table with one entry. */
    static byte[] entry(int type, byte... value) {
        return joined(new byte[] {1, 'a', (byte) type}, value);
    }

    private static byte[] sized(byte[] bytes) {
        return joined(ByteBuffer.allocate(4).putInt(bytes.length).array(), bytes);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
