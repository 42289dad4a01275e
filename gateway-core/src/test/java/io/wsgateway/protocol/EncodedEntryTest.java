package io.wsgateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Revocation;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be had of an entry's bytes without decoding them is what the entry says. */
class EncodedEntryTest {
    private final EncodedEntry encoded = new EncodedEntry();

    @ParameterizedTest
    @MethodSource("io.wsgateway.protocol.EntryCodecTest#entries")
    void saysWithoutDecodingWhatTheEntrySays(Entry entry) {
        read(entry);
        assertThat(encoded.isEvent()).isEqualTo(entry instanceof Event);
        assertThat(encoded.isEphemeral()).isEqualTo(entry instanceof Event event && event.ephemeral());
        assertThat(encoded.isControl()).isEqualTo(!(entry instanceof Event event) || event.membership() != null);
        assertThat(encoded.receivers()).isEqualTo(receivers(entry));
        assertThat(encoded.receiverIds().count()).isEqualTo(ids(entry).size());
        assertThat(readIds()).isEqualTo(ids(entry));
        assertThat(readIds()).as("asked once more").isEqualTo(ids(entry));
        assertThat(encoded.entry()).isEqualTo(entry);
    }

    @Test
    void oneIsUsedForManyAndCopiesExactlyItsBytes() {
        EntryCodecTest.entries().forEach(entry -> {
            byte[] bytes = read(entry);
            byte[] copy = new byte[encoded.size() + 4];
            encoded.copyTo(copy, 2);
            assertThat(copy).startsWith(0, 0).endsWith(0, 0);
            assertThat(Arrays.copyOfRange(copy, 2, copy.length - 2)).isEqualTo(bytes);
        });
    }

    @Test
    void afterARefusalItIsAboutNothing() {
        byte[] bytes = read(Event.toGuild("red", "x", Payload.of("{}")));
        assertThatIllegalArgumentException().isThrownBy(() -> encoded.read(bytes, 0, bytes.length - 1));
        assertThat(encoded.size()).isZero();
        assertThat(encoded.receiverIds().next()).isFalse();
    }

    @Test
    void aTextEndsWhereItEnds() {
        read(Event.toGuild("red", "x", Payload.of("{}")));
        EncodedTexts text = encoded.receiverIds();
        text.next();
        assertThatThrownBy(() -> text.charAt(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> text.charAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** In the midst of an array. */
    private byte[] read(Entry entry) {
        byte[] bytes = EntryCodec.encode(entry);
        byte[] around = new byte[bytes.length + 12];
        System.arraycopy(bytes, 0, around, 5, bytes.length);
        encoded.read(around, 5, bytes.length);
        return bytes;
    }

    private Set<String> readIds() {
        Set<String> ids = new TreeSet<>();
        for (EncodedTexts text = encoded.receiverIds(); text.next(); ) {
            ids.add(text.toString());
            assertThat(text.chars().toArray()).isEqualTo(text.toString().chars().toArray());
        }
        return ids;
    }

    private static Audience.Kind receivers(Entry entry) {
        if (entry instanceof Event event) {
            return event.audience() instanceof Audience.Guilds
                    ? Audience.Kind.GUILDS
                    : event.audience() instanceof Audience.Users ? Audience.Kind.USERS : Audience.Kind.EVERYONE;
        }
        return userOf(entry) == null ? Audience.Kind.EVERYONE : Audience.Kind.USERS;
    }

    private static String userOf(Entry entry) {
        return entry instanceof Kick kick ? kick.userId() : ((Revocation) entry).userId();
    }

    private static Set<String> ids(Entry entry) {
        if (!(entry instanceof Event)) {
            String user = userOf(entry);
            return user == null ? Set.of() : Set.of(user);
        }
        Audience audience = ((Event) entry).audience();
        if (audience instanceof Audience.Guilds guilds) {
            return new TreeSet<>(guilds.ids());
        }
        return audience instanceof Audience.Users users ? new TreeSet<>(users.ids()) : Set.of();
    }
}
