package io.wsgateway.sync.redis;

import io.wsgateway.model.Event;
import io.wsgateway.protocol.EntryCodec;
import java.util.zip.CRC32;

/**
 * 32 bits of what an event says, the same on every instance: tells a publisher's retry from an id that was used for
 * something else. Without the trace context, since a retry may come under another one.
 */
final class BodyHash {
    private BodyHash() {}

    /** Of an event that was encoded to this stretch of bytes. */
    static int of(Event event, byte[] encoded, int from, int to) {
        if (event.traceparent() != null) {
            byte[] untraced = EntryCodec.encode(new Event(
                    event.id(),
                    event.name(),
                    event.audience(),
                    event.data(),
                    event.ephemeral(),
                    event.membership(),
                    null));
            return crc(untraced, 0, untraced.length);
        }
        return crc(encoded, from, to);
    }

    private static int crc(byte[] bytes, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }
}
