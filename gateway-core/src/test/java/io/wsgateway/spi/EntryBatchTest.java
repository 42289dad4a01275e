package io.wsgateway.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Payload;
import io.wsgateway.protocol.EncodedEntry;
import io.wsgateway.protocol.EntryCodec;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntryBatchTest {
    private static final Payload DATA = Payload.of("{}");
    private static final List<Entry> ENTRIES = List.of(
            Event.toGuild("red", "message.create", DATA).withId("1"),
            Event.toUsers(Set.of("alice"), "guild.delete", DATA).withMembership(new Membership(false, "red")),
            Kick.ofUser("bob"));

    @Test
    void isTheListOfItsEntriesHoweverItWasMade() {
        for (EntryBatch batch : List.of(EntryBatch.of(ENTRIES), encoded())) {
            assertThat(batch).isEqualTo(ENTRIES);
            assertThat(IntStream.range(0, 3).mapToObj(batch::isControl)).containsExactly(false, true, true);
            EncodedEntry entry = new EncodedEntry();
            for (int i = 0; i < 3; i++) {
                batch.read(i, entry);
                assertThat(entry.entry()).isEqualTo(ENTRIES.get(i));
            }
        }
        assertThat(EntryBatch.EMPTY).isEmpty();
    }

    @Test
    void whatCanNotBeReadIsRefusedAsAWhole() {
        byte[] bytes = EntryCodec.encode(ENTRIES.get(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryBatch.encoded(bytes, new int[] {0}, new int[] {bytes.length - 1}))
                .withMessageContaining("no log entry");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryBatch.encoded(bytes, new int[] {0}, new int[] {bytes.length, 1}));
        assertThatThrownBy(() -> EntryBatch.encoded(bytes, new int[] {1}, new int[] {bytes.length}))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void arraysThatTheCallerGoesOnWithChangeNothing() {
        byte[] bytes = EntryCodec.encode(ENTRIES.get(0));
        int[] offsets = {0};
        EntryBatch batch = EntryBatch.encoded(bytes, offsets, new int[] {bytes.length});
        offsets[0] = 1;
        assertThat(batch.get(0)).isEqualTo(ENTRIES.get(0));
    }

    private static EntryBatch encoded() {
        byte[] bytes = new byte[ENTRIES.stream().mapToInt(EntryCodec::size).sum()];
        int[] offsets = new int[ENTRIES.size()];
        int[] lengths = new int[ENTRIES.size()];
        int at = 0;
        for (int i = 0; i < lengths.length; i++) {
            offsets[i] = at;
            at = EntryCodec.write(ENTRIES.get(i), bytes, at);
            lengths[i] = at - offsets[i];
        }
        return EntryBatch.encoded(bytes, offsets, lengths);
    }
}
