package io.wsgateway.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.wsgateway.model.Audience;
import io.wsgateway.model.CloseReason;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Revocation;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes {@code EntryCodec}'s layout apart, strictly: anything that a writer would not have written is refused, and
 * nothing is allocated for a length that the bytes can't hold.
 */
final class EntryReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    EntryReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
    }

    /** @throws IllegalArgumentException with the reason why these bytes are no entry */
    Entry entry() {
        octet();
        int kind = octet();
        Entry entry;
        if (kind == EntryLayout.EVENT) {
            entry = event();
        } else if (kind == EntryLayout.KICK) {
            entry = new Kick(text(), new CloseReason(number(), text()));
        } else if (kind == EntryLayout.REVOCATION) {
            entry = revocation();
        } else {
            throw new IllegalArgumentException("unknown kind " + kind);
        }
        check(at == end, "bytes behind the end");
        return entry;
    }

    private Event event() {
        int flags = octet();
        boolean joined = (flags & EntryLayout.JOINED) != 0;
        boolean moves = (flags & EntryLayout.HAS_MEMBERSHIP) != 0;
        check(flags < 0x80 && (moves || !joined), "unknown flags");
        String id = optional(flags & EntryLayout.HAS_ID);
        String name = text();
        Audience audience = audience(flags & EntryLayout.AUDIENCE);
        Membership membership = moves ? new Membership(joined, text()) : null;
        String traceparent = optional(flags & EntryLayout.HAS_TRACEPARENT);
        int length = length(number());
        Payload data = new Payload(bytes, at, length);
        at += length;
        return new Event(id, name, audience, data, (flags & EntryLayout.EPHEMERAL) != 0, membership, traceparent);
    }

    private Audience audience(int kind) {
        if (kind == EntryLayout.TO_GUILDS) {
            return new Audience.Guilds(texts(), texts());
        } else if (kind == EntryLayout.TO_USERS) {
            return new Audience.Users(texts());
        }
        check(kind == EntryLayout.TO_EVERYONE, "unknown audience");
        return new Audience.Everyone(texts());
    }

    private Revocation revocation() {
        int flags = octet();
        check(flags <= (EntryLayout.HAS_USER | EntryLayout.HAS_TOKEN), "unknown flags");
        String userId = optional(flags & EntryLayout.HAS_USER);
        String tokenId = optional(flags & EntryLayout.HAS_TOKEN);
        long seconds = bigEndian(Long.BYTES);
        long nanos = bigEndian(Integer.BYTES);
        check(nanos < 1_000_000_000, "more nanoseconds than a second has");
        return new Revocation(userId, tokenId, Instant.ofEpochSecond(seconds, nanos));
    }

    private int octet() {
        check(at < end, "cut off");
        return bytes[at++] & 0xFF;
    }

    private long bigEndian(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = (value << Byte.SIZE) | octet();
        }
        return value;
    }

    private int number() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = octet();
            check(shift < 28 || next < 0x10, "a number over 32 bits");
            check(next != 0 || shift == 0, "a number in a longer form than needed");
            value |= (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
    }

    private int length(int stated) {
        check(stated >= 0 && stated <= end - at, "a length beyond the end");
        return stated;
    }

    private @Nullable String optional(int flag) {
        return flag == 0 ? null : text();
    }

    private String text() {
        int number = number();
        int units = length(number >>> 1);
        if ((number & 1) == 0) {
            String text = new String(bytes, at, units, ISO_8859_1);
            at += units;
            return text;
        }
        check(units <= (end - at) / 2, "a length beyond the end");
        char[] wide = new char[units];
        int all = 0;
        for (int i = 0; i < units; i++) {
            wide[i] = (char) bigEndian(Character.BYTES);
            all |= wide[i];
        }
        check(all > 0xFF, "a text in a wider form than needed");
        return new String(wide);
    }

    private Set<String> texts() {
        int count = length(number());
        if (count < 2) {
            return count == 0 ? Set.of() : Set.of(text());
        }
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            texts[i] = text();
            check(i == 0 || texts[i - 1].compareTo(texts[i]) < 0, "a set that isn't ascending");
        }
        return Set.of(texts);
    }

    private static void check(boolean sound, String otherwise) {
        if (!sound) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
