package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Place;
import io.wsgateway.testkit.Samples;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredBatchTest {
    private static final String EPOCH = "0660e52c9b87196ab27b0d";

    @Test
    void aStoredBatchIsWhatWasOffered() {
        List<Entry> entries = Samples.ofEveryKind();
        byte[] stored = stored(
                "1 " + EPOCH + " 11 " + entries.size() + " ffffffffffffffff 000000000000000a 1700000000123",
                OutgoingBatch.of(entries));
        StoredBatch batch = StoredBatch.parse(stored);
        assertThat(batch.before()).isEqualTo(new Place(EPOCH, 10, 10));
        assertThat(batch.last()).isEqualTo(new Place(EPOCH, 10 + entries.size(), -1));
        assertThat(batch.when()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
        assertThat(batch.entries()).isEqualTo(entries);
    }

    @Test
    void joinedBatchesAreAllEntriesInTheirOrder() {
        OutgoingBatch joined = OutgoingBatch.joined(List.of(
                OutgoingBatch.of(List.of(message("a"))),
                OutgoingBatch.EMPTY,
                OutgoingBatch.of(List.of(message("b"), message("c")))));
        assertThat(joined.entries()).containsExactly(message("a"), message("b"), message("c"));
        assertThat(joined.heads()).hasSize(3);
        assertThat(StoredBatch.parse(stored("1 " + EPOCH + " 1 3 01 02 5", joined))
                        .entries())
                .isEqualTo(joined.entries());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "epoch",
                "kept",
                "",
                "2 x",
                "1 " + EPOCH + " 1 1 01 02",
                "1 short 1 1 01 02 5",
                "1 " + EPOCH + " 11 -3 01 02 5"
            })
    void whatIsNoBatchIsRefused(String line) {
        assertThatThrownBy(() -> StoredBatch.parse((line + "\n").getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StoredBatch.parse(line.getBytes(UTF_8))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDamagedBatchIsRefusedAndNothingElseIsThrown() {
        byte[] good = stored("1 " + EPOCH + " 1 9 01 02 5", OutgoingBatch.of(Samples.ofEveryKind()));
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = Arrays.copyOf(good, 1 + random.nextInt(good.length));
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            try {
                assertThat(StoredBatch.parse(bad).entries()).isNotEmpty();
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    private static byte[] stored(String line, OutgoingBatch batch) {
        byte[] header = (line + "\n").getBytes(UTF_8);
        byte[] stored = Arrays.copyOf(header, header.length + batch.body().length);
        System.arraycopy(batch.body(), 0, stored, header.length, batch.body().length);
        return stored;
    }
}
