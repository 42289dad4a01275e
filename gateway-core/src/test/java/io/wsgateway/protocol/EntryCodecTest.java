package io.wsgateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Revocation;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EntryCodecTest {
    private static final Payload DATA = Payload.of("{\"ş\":\"😀\"}");

    static Stream<Entry> entries() {
        Set<String> many =
                IntStream.range(0, 1_000).mapToObj(i -> "user-" + i * 7919).collect(Collectors.toSet());
        return Stream.of(
                Event.toGuild("g", "message.create", DATA),
                Event.toGuild("g", "message.create", DATA).withId("e1").asEphemeral(),
                Event.toUsers(Set.of("u1", "u2"), "guild.create", DATA).withMembership(new Membership(true, "g")),
                Event.toUsers(Set.of("u1"), "guild.delete", DATA).withMembership(new Membership(false, "g")),
                Event.toEveryone("x", DATA),
                event(null, new Audience.Guilds(Set.of("g", "h"), Set.of("u", "v", "w")), null),
                event("id", new Audience.Everyone(many), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                event("", new Audience.Users(many), ""),
                event("ÿ", new Audience.Users(Set.of("Ā", "\ud83d\ude00", "\ud800", "ü", "")), "\uffff"),
                Event.toEveryone("", new Payload(new byte[0], 0, 0)),
                Event.toEveryone("x".repeat(70_000), new Payload(new byte[3_000_000], 0, 3_000_000)),
                Kick.ofUser("u"),
                Kick.ofUser("ş😀").withMode(Kick.Mode.RECONNECT),
                Kick.ofSession("AAAAAAAAAAAAAAAAAAAA-w"),
                Kick.ofSession("AAAAAAAAAAAAAAAAAAAA_g").withMode(Kick.Mode.RECONNECT),
                Revocation.ofToken("ş t"),
                Revocation.ofUser("u"),
                Revocation.ofUser("u").withIssuedBefore(Instant.EPOCH),
                Revocation.ofUser("u").withIssuedBefore(Instant.parse("2026-02-16T12:00:00.000000001Z")),
                Revocation.ofUser("u").withIssuedBefore(Instant.MIN),
                Revocation.ofUser("u").withIssuedBefore(Instant.MAX));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void entryIsReadBackAsItWas(Entry entry) {
        byte[] bytes = EntryCodec.encode(entry);

        assertThat(EntryCodec.read(bytes, 0, bytes.length)).isEqualTo(entry);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void entryTakesExactlyItsSizeWhereverItIsWritten(Entry entry) {
        int size = EntryCodec.size(entry);
        byte[] into = new byte[size + 20];
        Arrays.fill(into, (byte) 0x55);

        assertThat(EntryCodec.write(entry, into, 7)).isEqualTo(7 + size);

        assertThat(Arrays.copyOfRange(into, 7, 7 + size)).isEqualTo(EntryCodec.encode(entry));
        assertThat(Arrays.copyOf(into, 7)).containsOnly(0x55);
        assertThat(Arrays.copyOfRange(into, 7 + size, into.length)).containsOnly(0x55);
        assertThat(EntryCodec.read(into, 7, size)).isEqualTo(entry);
    }

    @Test
    void payloadIsAViewOfTheBytesRead() {
        byte[] bytes = EntryCodec.encode(Event.toGuild("g", "x", DATA));

        Event read = (Event) EntryCodec.read(bytes, 0, bytes.length);

        assertThat(read.data().bytes()).isSameAs(bytes);
    }

    @Test
    void equalEntriesHaveEqualBytesWhateverTheOrderOfTheirSets() {
        List<String> ids = IntStream.range(0, 50).mapToObj(Integer::toString).toList();
        Set<String> backwards = new LinkedHashSet<>();
        for (int i = ids.size() - 1; i >= 0; i--) {
            backwards.add(ids.get(i));
        }

        assertThat(EntryCodec.encode(Event.toUsers(new LinkedHashSet<>(ids), "x", DATA)))
                .isEqualTo(EntryCodec.encode(Event.toUsers(backwards, "x", DATA)));
    }

    @Test
    void layoutIsTheDocumentedOne() {
        Event event = new Event(
                "i", "n", new Audience.Guilds(Set.of("b", "a"), Set.of("ş")), Payload.of("{}"), true, null, "t");
        Event joined = Event.toUsers(Set.of("u"), "n", Payload.of("{}")).withMembership(new Membership(true, "g"));

        assertThat(hex(event))
                .isEqualTo("0100" + "13" + "0269" + "026e" + "0202610262" + "0103015f" + "0274" + "027b7d");
        assertThat(hex(joined)).isEqualTo("0100" + "2c" + "026e" + "010275" + "0267" + "027b7d");
        assertThat(hex(Event.toEveryone("n", Payload.of("{}")))).isEqualTo("0100" + "40" + "026e" + "00" + "027b7d");
        assertThat(hex(Kick.ofUser("u"))).isEqualTo("0101" + "01" + "0275");
        assertThat(hex(Kick.ofSession("A".repeat(22)).withMode(Kick.Mode.RECONNECT)))
                .isEqualTo("0101" + "06" + "2c" + "41".repeat(22));
        assertThat(hex(Revocation.ofToken("t"))).isEqualTo("0102" + "02" + "0274");
        assertThat(hex(Revocation.ofUser("u"))).isEqualTo("0102" + "01" + "0275");
        assertThat(hex(Revocation.ofUser("u").withIssuedBefore(Instant.ofEpochSecond(-1, 2))))
                .isEqualTo("0102" + "05" + "0275" + "ffffffffffffffff" + "00000002");
    }

    @ParameterizedTest
    @CsvSource({
        "'', cut off",
        "01, cut off",
        "0103, unknown kind",
        "0100 80, unknown flags",
        "0100 08, unknown flags",
        "0100 60 026e 00 027b7d, unknown audience",
        "0100 00 026e 00 00 027b7d, at least one id",
        "0100 00 026e 0202620261 00 027b7d, ascending",
        "0100 00 026e 0202610261 00 027b7d, ascending",
        "0100 40 026e 00 037b7d, beyond the end",
        "0100 40 026e 00 027b7d00, behind the end",
        "0100 40 feffffff0f, beyond the end",
        "0100 40 ffffffff0f, beyond the end",
        "0100 40 ffffffff1f, over 32 bits",
        "0100 40 ffffffffffffffffff, over 32 bits",
        "0100 40 026e ffffffff0f, beyond the end",
        "0100 40 8200, longer form",
        "0100 40 03006e 00 027b7d, wider form",
        "0101 00 0275, names none or two",
        "0101 03 0275 0275, names none or two",
        "0101 08 0275, unknown flags",
        "0101 01 00, userId needs 1 to 64",
        "0101 02 0275, sessionId needs 22",
        "0102 00 0275, names none or two",
        "0102 03 0275 0274, names none or two",
        "0102 09 0275, unknown flags",
        "0102 02 00, tokenId needs 1 to 256",
        "0102 06 0274 0000000000000000 00000000, goes with a user",
        "0102 01 0275 0000000000000000 00000000, behind the end",
        "0102 05 0275, cut off",
        "0102 05 0275 0000000000000000 3b9aca00, nanoseconds",
        "0102 05 0275 7fffffffffffffff 00000000, no log entry",
    })
    void bytesThatNoWriterMakesAreRefused(String hex, String reason) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryCodec.read(bytes, 0, bytes.length))
                .withMessageStartingWith("These bytes are no log entry")
                .withMessageContaining(reason);
    }

    @Test
    void unknownFormatIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryCodec.read(new byte[] {(byte) 0x82, 0, 0}, 0, 3))
                .withMessageContaining("format 1, not 130");
    }

    @Test
    void everyCutOffEntryIsRefused() {
        entries().filter(entry -> EntryCodec.size(entry) < 1_000).forEach(entry -> {
            byte[] bytes = EntryCodec.encode(entry);
            for (int length = 0; length < bytes.length; length++) {
                int cut = length;
                assertThatIllegalArgumentException().isThrownBy(() -> EntryCodec.read(bytes, 0, cut));
            }
        });
    }

    @Test
    void stretchBeyondTheArrayIsRefused() {
        assertThatThrownBy(() -> EntryCodec.read(new byte[3], 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void entryIsNotWrittenIntoTooLittleRoom() {
        Entry entry = Event.toGuild("g", "x", DATA);

        assertThatThrownBy(() -> EntryCodec.write(entry, new byte[EntryCodec.size(entry)], 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static Event event(String id, Audience audience, String traceparent) {
        return new Event(id, "presence.update", audience, DATA, false, null, traceparent);
    }

    private static String hex(Entry entry) {
        return HexFormat.of().formatHex(EntryCodec.encode(entry));
    }
}
