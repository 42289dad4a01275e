package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.impl.Frame;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Type and channel of a frame: fields in the client library up to 5.30 at least, methods in later releases. */
final class FrameParts {
    private static final MethodHandle TYPE = part("type", "getType");
    private static final MethodHandle CHANNEL = part("channel", "getChannel");

    private FrameParts() {}

    static int type(Frame frame) {
        return value(TYPE, frame);
    }

    static int channel(Frame frame) {
        return value(CHANNEL, frame);
    }

    private static MethodHandle part(String field, String method) {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        try {
            return lookup.findVirtual(Frame.class, method, MethodType.methodType(int.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return field(lookup, field);
        }
    }

    private static MethodHandle field(MethodHandles.Lookup lookup, String name) {
        try {
            return lookup.findGetter(Frame.class, name, int.class);
        } catch (NoSuchFieldException | IllegalAccessException e) {
            throw new LinkageError("amqp-client's Frame has neither method nor field for its " + name, e);
        }
    }

    private static int value(MethodHandle part, Frame frame) {
        try {
            return (int) part.invokeExact(frame);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
