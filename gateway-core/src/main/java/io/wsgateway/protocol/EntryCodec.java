package io.wsgateway.protocol;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Revocation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A log entry's bytes, as they lie in the log and in memory. Any thread. Equal entries have equal bytes, on every
 * instance, and only one byte sequence means a given entry.
 *
 * <pre>
 * entry       = 01, kind (1 byte), then by kind:
 * 00 event      = flags (1 byte), [id: text], name: text, audience, [membership's guild: text], [traceparent: text],
 *                 number of data bytes, data bytes
 *     flags     = 01 has id, 02 ephemeral, 04 has membership, 08 joined, 10 has traceparent,
 *                 and the audience: 00 guilds, 20 users, 40 everyone
 *     audience  = guilds: ids: texts, except: texts | users: ids: texts | everyone: except: texts
 * 01 kick       = flags (1 byte: 01 of a user, 02 of a session; 04 to reconnect), user or session: text
 * 02 revocation = flags (1 byte: 01 of a user, 02 of a token; 04 has a time), user or token: text,
 *                 [issued before: epoch seconds (8 bytes, big-endian), nanoseconds (4 bytes, big-endian)]
 * texts         = number of texts, then these, ascending by their UTF-16 units, none twice
 * text          = number 2 × n + w, then n UTF-16 units: w = 0 one byte each (all are below 256),
 *                 w = 1 two bytes each, big-endian
 * number        = unsigned LEB128 in its shortest form, below 2^32
 * </pre>
 *
 * The first byte is the format; it changes with any change of the rest. There is no checksum: the log keeps its bytes.
 */
public final class EntryCodec {
    private static final int INSTANT_SIZE = 12;

    private EntryCodec() {}

    /** How many bytes {@link #write} takes for this entry. */
    public static int size(Entry entry) {
        if (entry instanceof Event event) {
            return 3 + sizeOf(event);
        } else if (entry instanceof Kick kick) {
            return 3 + sizeOf(kick.userId()) + sizeOf(kick.sessionId());
        }
        Revocation revocation = (Revocation) entry;
        int time = revocation.issuedBefore() == null ? 0 : INSTANT_SIZE;
        return 3 + sizeOf(revocation.userId()) + sizeOf(revocation.tokenId()) + time;
    }

    /**
     * Writes the entry from {@code at} on, exactly {@link #size} bytes, and returns the index after it.
     *
     * @throws IndexOutOfBoundsException if it doesn't fit; some bytes may have been written
     */
    public static int write(Entry entry, byte[] into, int at) {
        EntryWriter to = new EntryWriter(into, at);
        to.octet(EntryLayout.FORMAT);
        if (entry instanceof Event event) {
            to.octet(EntryLayout.EVENT);
            write(event, to);
        } else if (entry instanceof Kick kick) {
            to.octet(EntryLayout.KICK);
            write(kick, to);
        } else {
            to.octet(EntryLayout.REVOCATION);
            write((Revocation) entry, to);
        }
        return to.at();
    }

    /** The entry's bytes in an array of their own. */
    public static byte[] encode(Entry entry) {
        byte[] bytes = new byte[size(entry)];
        write(entry, bytes, 0);
        return bytes;
    }

    /**
     * The entry that these bytes are, all of them. An event's payload is a view of the same array, which must not change
     * any more. Whether that payload is JSON is not looked at.
     *
     * @throws IllegalArgumentException if the bytes aren't an entry, or one of a format that this version doesn't know
     * @throws IndexOutOfBoundsException if the array has no such stretch
     */
    public static Entry read(byte[] bytes, int offset, int length) {
        EncodedEntry encoded = new EncodedEntry();
        encoded.read(bytes, offset, length);
        return encoded.entry();
    }

    private static int sizeOf(Event event) {
        Membership membership = event.membership();
        int data = event.data().length();
        return sizeOf(event.id())
                + EntryWriter.size(event.name())
                + sizeOf(event.audience())
                + sizeOf(membership == null ? null : membership.guildId())
                + sizeOf(event.traceparent())
                + EntryWriter.size(data)
                + data;
    }

    private static int sizeOf(Audience audience) {
        return (hasIds(audience) ? EntryWriter.size(audience.ids()) : 0)
                + (hasExcept(audience) ? EntryWriter.size(audience.exceptUsers()) : 0);
    }

    private static boolean hasIds(Audience audience) {
        return audience.kind() != Audience.Kind.EVERYONE;
    }

    private static boolean hasExcept(Audience audience) {
        return audience.kind() != Audience.Kind.USERS;
    }

    private static int sizeOf(@Nullable String optional) {
        return optional == null ? 0 : EntryWriter.size(optional);
    }

    private static void write(Event event, EntryWriter to) {
        Membership membership = event.membership();
        to.octet(flags(event));
        to.optional(event.id());
        to.text(event.name());
        if (hasIds(event.audience())) {
            to.texts(event.audience().ids());
        }
        if (hasExcept(event.audience())) {
            to.texts(event.audience().exceptUsers());
        }
        to.optional(membership == null ? null : membership.guildId());
        to.optional(event.traceparent());
        to.payload(event.data());
    }

    private static void write(Kick kick, EntryWriter to) {
        to.octet((kick.userId() == null ? EntryLayout.OF_SESSION : EntryLayout.OF_USER)
                | (kick.mode() == Kick.Mode.RECONNECT ? EntryLayout.TO_RECONNECT : 0));
        to.optional(kick.userId());
        to.optional(kick.sessionId());
    }

    private static void write(Revocation revocation, EntryWriter to) {
        Instant issuedBefore = revocation.issuedBefore();
        to.octet((revocation.userId() == null ? EntryLayout.OF_TOKEN : EntryLayout.OF_USER)
                | (issuedBefore == null ? 0 : EntryLayout.HAS_TIME));
        to.optional(revocation.userId());
        to.optional(revocation.tokenId());
        if (issuedBefore != null) {
            to.bigEndian(issuedBefore.getEpochSecond(), Long.BYTES);
            to.bigEndian(issuedBefore.getNano(), Integer.BYTES);
        }
    }

    private static int flags(Event event) {
        Membership membership = event.membership();
        return (event.id() == null ? 0 : EntryLayout.HAS_ID)
                | (event.ephemeral() ? EntryLayout.EPHEMERAL : 0)
                | (membership == null
                        ? 0
                        : membership.joined()
                                ? EntryLayout.HAS_MEMBERSHIP | EntryLayout.JOINED
                                : EntryLayout.HAS_MEMBERSHIP)
                | (event.traceparent() == null ? 0 : EntryLayout.HAS_TRACEPARENT)
                | switch (event.audience().kind()) {
                    case GUILDS -> EntryLayout.TO_GUILDS;
                    case USERS -> EntryLayout.TO_USERS;
                    case EVERYONE -> EntryLayout.TO_EVERYONE;
                };
    }
}
