package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MetricsCollector;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.ConnectionParams;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Makes connections on which a {@link FrameFilter} looks at each frame that comes in. */
final class FilteringConnectionFactory extends ConnectionFactory {

    @Override
    protected AMQConnection createConnection(
            ConnectionParams params, FrameHandler frames, MetricsCollector metricsCollector) {
        return super.createConnection(params, FilteringFrameHandler.of(frames), metricsCollector);
    }

    static final String READER_ENDED = "the client library has closed its socket and still calls the connection open";

    /**
     * Whether nothing will come any more though the connection counts as open: the library's thread ended in an error, and
     * had no memory left to say so.
     */
    static boolean readerEnded(Connection connection) {
        return connection instanceof AMQConnection made
                && Proxy.isProxyClass(made.getFrameHandler().getClass())
                && Proxy.getInvocationHandler(made.getFrameHandler()) instanceof FilteringFrameHandler frames
                && frames.closed
                && connection.isOpen();
    }

    /** A proxy, because releases of the client library differ in what else this interface has. */
    private static final class FilteringFrameHandler implements InvocationHandler {
        /**
         * Bytes of a frame. The client library may hold RabbitMQ to what was negotiated, but headers may be as large as was
         * allowed when the message was published, and grow when it comes back.
         */
        private static final int MOST_FRAME_BYTES = 64 << 20;

        private final FrameHandler frames;
        private final FrameFilter filter = new FrameFilter();
        private volatile boolean closed;

        private FilteringFrameHandler(FrameHandler frames) {
            this.frames = frames;
        }

        static FrameHandler of(FrameHandler frames) {
            return (FrameHandler) Proxy.newProxyInstance(
                    FrameHandler.class.getClassLoader(),
                    new Class<?>[] {FrameHandler.class},
                    new FilteringFrameHandler(frames));
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            return switch (method.getName()) {
                case "readFrame" -> filtered(frames.readFrame());
                case "setFrameMax" -> call(method, MOST_FRAME_BYTES);
                case "close" -> closed(method);
                case "initialize" -> begun(method, arguments);
                default -> call(method, arguments);
            };
        }

        /** Null when nothing came for a while. */
        private @Nullable Frame filtered(@Nullable Frame frame) throws Exception {
            return frame == null ? null : filter.filter(frame);
        }

        private @Nullable Object closed(Method method) throws Throwable {
            closed = true;
            return call(method);
        }

        /** Starts the thread that reads; where none can be had, nobody else closes the socket. */
        private @Nullable Object begun(Method method, Object @Nullable [] arguments) throws Throwable {
            try {
                return call(method, arguments);
            } catch (Throwable e) {
                frames.close();
                throw e;
            }
        }

        private @Nullable Object call(Method method, Object @Nullable ... arguments) throws Throwable {
            try {
                return method.invoke(frames, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
