package io.wsgateway.protocol;

import static java.util.Objects.checkFromIndexSize;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Revocation;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entry in {@link EntryCodec}'s form, where it lies. Whom it is for can be had without a value made of it. To be used
 * for one entry after another; not thread-safe.
 */
public final class EncodedEntry {

    private static final byte[] NOTHING = {};

    private final EntryCursor cursor = new EntryCursor();
    private final EncodedTexts texts = new EncodedTexts();
    private byte[] bytes = NOTHING;
    private int offset;
    private int length;
    private int kind;
    private int flags;
    private Audience.Kind receivers = Audience.Kind.EVERYONE;
    /** Where the first receiver's text is, and how many there are. */
    private int firstReceiver;

    private int receiverCount;

    /**
     * From now on it is about these bytes, all of them. They are gone through once and strictly.
     *
     * @throws IllegalArgumentException if they aren't an entry, or one of a format that this version doesn't know
     * @throws IndexOutOfBoundsException if the array has no such stretch
     */
    public void read(byte[] from, int at, int count) {
        checkFromIndexSize(at, count, from.length);
        if (count > 0 && from[at] != EntryLayout.FORMAT) {
            throw new IllegalArgumentException("This version reads log entries of format " + EntryLayout.FORMAT
                    + ", not " + (from[at] & 0xFF) + ": all instances that share a log must know its format");
        }
        try {
            readAgain(from, at, count);
            EntryCursor.check(cursor.isAtEnd(), "bytes behind the end");
            if (isControl()) {
                // Made and dropped: the values of these few are held to rules (ids, close codes) beyond their layout.
                entry();
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            clear();
            throw new IllegalArgumentException("These bytes are no log entry: " + e.getMessage(), e);
        }
    }

    /** About nothing, until the next one is read. */
    public void clear() {
        bytes = NOTHING;
        offset = 0;
        length = 0;
        receivers(Audience.Kind.EVERYONE, 0, 0);
        cursor.reset(NOTHING, 0, 0);
        texts.reset(NOTHING, 0, 0);
    }

    /** The same for bytes that were read before, or that {@link EntryCodec} wrote: their values aren't checked once more. */
    public void readAgain(byte[] from, int at, int count) {
        bytes = from;
        offset = at;
        length = count;
        cursor.reset(from, at, count);
        walk();
    }

    /** How many bytes it takes. */
    public int size() {
        return length;
    }

    /** Copies its bytes into {@code into}, from {@code at} on. */
    public void copyTo(byte[] into, int at) {
        System.arraycopy(bytes, offset, into, at, length);
    }

    public boolean isEvent() {
        return kind == EntryLayout.EVENT;
    }

    /** Whether it is an event that is worthless when late. */
    public boolean isEphemeral() {
        return isEvent() && (flags & EntryLayout.EPHEMERAL) != 0;
    }

    /** Whether it says something of rights or sessions, which no reader may miss: a membership change, a kick, a revocation. */
    public boolean isControl() {
        return !isEvent() || (flags & EntryLayout.HAS_MEMBERSHIP) != 0;
    }

    /** Whom it is for. */
    public Audience.Kind receivers() {
        return receivers;
    }

    /** The ids of the guilds or users that it is for, from the first on; none where it is for everyone. The same object each time. */
    public EncodedTexts receiverIds() {
        texts.reset(bytes, firstReceiver, receiverCount);
        return texts;
    }

    /** The entry as a value; an event's payload is a view of the bytes, which must not change any more. */
    public Entry entry() {
        cursor.reset(bytes, offset, length);
        cursor.skip(2);
        if (isEvent()) {
            return event();
        }
        return kind == EntryLayout.KICK ? kick() : revocation();
    }

    private void walk() {
        cursor.octet();
        kind = cursor.octet();
        if (kind == EntryLayout.EVENT) {
            walkEvent();
        } else if (kind == EntryLayout.KICK) {
            walkSubject(EntryLayout.TO_RECONNECT);
        } else if (kind == EntryLayout.REVOCATION) {
            walkSubject(EntryLayout.HAS_TIME);
            if (has(EntryLayout.HAS_TIME)) {
                cursor.bigEndian(Long.BYTES);
                cursor.bigEndian(Integer.BYTES);
            }
        } else {
            throw new IllegalArgumentException("unknown kind " + kind);
        }
    }

    private void walkEvent() {
        flags = cursor.octet();
        boolean moves = has(EntryLayout.HAS_MEMBERSHIP);
        EntryCursor.check(flags < 0x80 && (moves || !has(EntryLayout.JOINED)), "unknown flags");
        walkOptional(EntryLayout.HAS_ID);
        cursor.skipText();
        walkAudience(flags & EntryLayout.AUDIENCE);
        walkOptional(EntryLayout.HAS_MEMBERSHIP);
        walkOptional(EntryLayout.HAS_TRACEPARENT);
        cursor.skip(cursor.length());
    }

    private void walkAudience(int audience) {
        EntryCursor.check(audience != EntryLayout.AUDIENCE, "unknown audience");
        int begin = cursor.at;
        int count = cursor.skipTexts();
        if (audience == EntryLayout.TO_EVERYONE) {
            receivers(Audience.Kind.EVERYONE, 0, 0);
            return;
        }
        EntryCursor.check(count > 0, "for nobody: it takes at least one id");
        boolean guilds = audience == EntryLayout.TO_GUILDS;
        receivers(guilds ? Audience.Kind.GUILDS : Audience.Kind.USERS, begin + EntryWriter.size(count), count);
        if (guilds) {
            cursor.skipTexts();
        }
    }

    // Where a session or a token is named, nobody knows whose it is.
    private void walkSubject(int other) {
        flags = cursor.octet();
        int subject = flags & EntryLayout.SUBJECT;
        EntryCursor.check((flags & ~(EntryLayout.SUBJECT | other)) == 0, "unknown flags");
        EntryCursor.check(subject != 0 && subject != EntryLayout.SUBJECT, "names none or two, and not one");
        boolean user = has(EntryLayout.OF_USER);
        receivers(user ? Audience.Kind.USERS : Audience.Kind.EVERYONE, cursor.at, user ? 1 : 0);
        cursor.skipText();
    }

    private void walkOptional(int flag) {
        if (has(flag)) {
            cursor.skipText();
        }
    }

    private void receivers(Audience.Kind who, int first, int count) {
        receivers = who;
        firstReceiver = first;
        receiverCount = count;
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private Event event() {
        cursor.octet();
        String id = optional(EntryLayout.HAS_ID);
        String name = cursor.text();
        Audience audience = audience();
        Membership membership =
                has(EntryLayout.HAS_MEMBERSHIP) ? new Membership(has(EntryLayout.JOINED), cursor.text()) : null;
        String traceparent = optional(EntryLayout.HAS_TRACEPARENT);
        int size = cursor.number();
        Payload data = new Payload(bytes, cursor.at, size);
        return new Event(id, name, audience, data, isEphemeral(), membership, traceparent);
    }

    private Audience audience() {
        Set<String> ids = cursor.texts();
        return switch (receivers) {
            case GUILDS -> new Audience.Guilds(ids, cursor.texts());
            case USERS -> new Audience.Users(ids);
            case EVERYONE -> new Audience.Everyone(ids);
        };
    }

    private Kick kick() {
        cursor.octet();
        String userId = optional(EntryLayout.OF_USER);
        String sessionId = optional(EntryLayout.OF_SESSION);
        return new Kick(userId, sessionId, has(EntryLayout.TO_RECONNECT) ? Kick.Mode.RECONNECT : Kick.Mode.STAY_AWAY);
    }

    private Revocation revocation() {
        cursor.octet();
        String userId = optional(EntryLayout.OF_USER);
        String tokenId = optional(EntryLayout.OF_TOKEN);
        if (!has(EntryLayout.HAS_TIME)) {
            return new Revocation(userId, tokenId, null);
        }
        long seconds = cursor.bigEndian(Long.BYTES);
        long nanos = cursor.bigEndian(Integer.BYTES);
        EntryCursor.check(nanos < 1_000_000_000, "more nanoseconds than a second has");
        return new Revocation(userId, tokenId, Instant.ofEpochSecond(seconds, nanos));
    }

    private @Nullable String optional(int flag) {
        return has(flag) ? cursor.text() : null;
    }
}
