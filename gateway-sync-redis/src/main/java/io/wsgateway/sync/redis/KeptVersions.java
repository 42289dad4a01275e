package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.model.Revocation;
import io.wsgateway.spi.Kept;
import io.wsgateway.spi.Kept.Member;
import io.wsgateway.spi.Kept.Revoked;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of what is kept in Redis: fields and their values, as places.lua tells. An epoch goes by its beginning alone
 * there.
 */
final class KeptVersions {
    /** Versions of one membership that Redis holds at most. */
    static final int MOST = 16;

    private static final HexFormat HEX = HexFormat.of();
    private static final int BEGINNING = 7;
    private static final int CHANGE = BEGINNING + 6 + 6 + 1;
    private static final int REVOCATION = CHANGE + 6;
    private static final byte OF_MEMBER = 'm';
    private static final byte OF_TOKENS = 'r';
    private static final byte JOINED = '+';
    private static final byte LEFT = '-';
    private static final byte REVOKED = '!';
    private static final long MOST_MILLIS = (1L << 47) - 1;

    private KeptVersions() {}

    /** The field of a change: what it is about. */
    static byte[] field(Kept kept) {
        if (kept instanceof Member member) {
            return field(OF_MEMBER, member.userId(), member.guildId());
        }
        Revocation revocation = ((Revoked) kept).revocation();
        return field(OF_TOKENS, revocation.userId(), revocation.tokenId());
    }

    private static byte[] field(byte kind, @Nullable String user, @Nullable String other) {
        byte[] first = user == null ? new byte[0] : user.getBytes(UTF_8);
        byte[] second = other == null ? new byte[0] : other.getBytes(UTF_8);
        return ByteBuffer.allocate(3 + first.length + second.length)
                .put(kind)
                .putShort((short) first.length)
                .put(first)
                .put(second)
                .array();
    }

    /** What a version says: joined, left or revoked. */
    static byte[] sign(Kept kept) {
        return new byte[] {kept instanceof Member member ? member.joined() ? JOINED : LEFT : REVOKED};
    }

    /** Whole milliseconds: a revocation reaches a little further rather than less far. */
    static long issuedBefore(Revoked revoked) {
        Instant before = revoked.reach();
        if (before.isAfter(Instant.ofEpochMilli(MOST_MILLIS - 1))) {
            return MOST_MILLIS;
        }
        return before.isBefore(Instant.EPOCH) ? 0 : before.plusNanos(999_999).toEpochMilli();
    }

    /** Whether a revocation, as it is kept, says all that another one of the same tokens does. */
    static boolean saysAll(Revoked kept, Revoked other) {
        long reaches = issuedBefore(kept) - issuedBefore(other);
        return reaches > 0 || (reaches == 0 && !kept.when().isBefore(other.when()));
    }

    /** A version of its own. */
    static byte[] version(Kept kept) {
        ByteBuffer bytes = ByteBuffer.allocate(kept instanceof Revoked ? REVOCATION : CHANGE)
                .put(HEX.parseHex(beginning(kept.epoch())));
        put(bytes, kept.seq());
        put(bytes, kept.when().toEpochMilli());
        bytes.put(sign(kept));
        if (kept instanceof Revoked revoked) {
            put(bytes, issuedBefore(revoked));
        }
        return bytes.array();
    }

    private static void put(ByteBuffer bytes, long value) {
        long within = Math.max(0, Math.min(value, MOST_MILLIS));
        bytes.putShort((short) (within >>> 32)).putInt((int) within);
    }

    private static long get(ByteBuffer bytes) {
        return Short.toUnsignedLong(bytes.getShort()) << 32 | Integer.toUnsignedLong(bytes.getInt());
    }

    /** An epoch's name in what is kept. */
    static String beginning(String epoch) {
        return epoch.substring(0, 2 * BEGINNING);
    }

    /**
     * The versions of a field, newest first.
     *
     * @throws IllegalArgumentException if no script of this version wrote them
     */
    static List<Kept> read(byte[] field, byte[] value) {
        if (field.length < 3 || value.length == 0) {
            throw unreadable();
        }
        int user = Short.toUnsignedInt(ByteBuffer.wrap(field).getShort(1));
        if (field.length < 3 + user) {
            throw unreadable();
        }
        String first = user == 0 ? null : new String(field, 3, user, UTF_8);
        String second = field.length == 3 + user ? null : new String(field, 3 + user, field.length - 3 - user, UTF_8);
        return switch (field[0]) {
            case OF_MEMBER -> members(first, second, value);
            case OF_TOKENS -> revoked(first, second, value);
            default -> throw unreadable();
        };
    }

    private static List<Kept> members(@Nullable String user, @Nullable String guild, byte[] value) {
        if (guild == null || value.length % CHANGE != 0) {
            throw unreadable();
        }
        List<Kept> versions = new ArrayList<>(1);
        for (int at = 0; at < value.length; at += CHANGE) {
            ByteBuffer bytes = ByteBuffer.wrap(value, at + BEGINNING, CHANGE - BEGINNING);
            String epoch = HEX.formatHex(value, at, at + BEGINNING);
            long seq = get(bytes);
            Instant when = Instant.ofEpochMilli(get(bytes));
            byte sign = bytes.get();
            if (sign != JOINED && sign != LEFT) {
                throw unreadable();
            }
            versions.add(new Member(user, guild, sign == JOINED, epoch, seq, when));
        }
        return versions;
    }

    private static List<Kept> revoked(@Nullable String user, @Nullable String token, byte[] value) {
        if (value.length % REVOCATION != 0 || (user == null) == (token == null)) {
            throw unreadable();
        }
        List<Kept> versions = new ArrayList<>(1);
        for (int at = 0; at < value.length; at += REVOCATION) {
            ByteBuffer bytes = ByteBuffer.wrap(value, at + BEGINNING, REVOCATION - BEGINNING);
            String epoch = HEX.formatHex(value, at, at + BEGINNING);
            long seq = get(bytes);
            Instant when = Instant.ofEpochMilli(get(bytes));
            if (bytes.get() != REVOKED) {
                throw unreadable();
            }
            Instant before = Instant.ofEpochMilli(get(bytes));
            Revocation revocation = token != null
                    ? Revocation.ofToken(token)
                    : Revocation.ofUser(String.valueOf(user)).withIssuedBefore(before);
            versions.add(new Revoked(revocation, epoch, seq, when));
        }
        return versions;
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException("it isn't written by this version's scripts");
    }
}
