package io.wsgateway.transport.tyrus;

import java.nio.ByteBuffer;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;
import org.glassfish.tyrus.spi.WriterInfo;
import org.glassfish.tyrus.spi.WriterInfo.MessageType;

/** Where Tyrus writes: its pongs and close frames join the connection's queue. Nothing else is ever sent through it. */
final class TyrusOutput extends Writer {
    private final SocketReader reader;

    TyrusOutput(SocketReader reader) {
        this.reader = reader;
    }

    @Override
    public void write(ByteBuffer buffer, CompletionHandler<ByteBuffer> handler) {
        handler.failed(new UnsupportedOperationException("messages leave as frames, not through Tyrus"));
    }

    @Override
    public void write(ByteBuffer buffer, CompletionHandler<ByteBuffer> handler, WriterInfo info) {
        MessageType type = info.getMessageType();
        if (type != MessageType.PONG && type != MessageType.CLOSE) {
            write(buffer, handler);
            return;
        }
        byte[] frame = new byte[buffer.remaining()];
        buffer.get(frame);
        if (type == MessageType.PONG) {
            reader.pong(frame);
        } else {
            reader.closing(ControlFrames.code(frame), frame);
        }
        handler.completed(buffer);
    }

    /** Tyrus closes right after its close frame; the connection waits until that has left. */
    @Override
    public void close() {}
}
