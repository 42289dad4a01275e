package io.wsgateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.wsgateway.model.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged and random bytes are refused, or are the one form of another entry; nothing else happens. */
class EntryCodecFuzzTest {

    @Test
    void damagedEntriesAreRefusedOrMeanExactlyWhatTheySay() {
        List<byte[]> valid = EntryCodecTest.entries()
                .map(EntryCodec::encode)
                .filter(bytes -> bytes.length < 1_000)
                .toList();
        Random random = new Random(20260216);
        int read = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = Mutations.of(valid.get(random.nextInt(valid.size())), random);
            read += readOrRefused(bytes) ? 1 : 0;
        }
        assertThat(read).as("the fuzz reaches both outcomes").isBetween(2_500, 47_500);
    }

    @Test
    void randomBytesAreRefusedOrMeanExactlyWhatTheySay() {
        Random random = new Random(3);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[2 + random.nextInt(40)];
            random.nextBytes(bytes);
            bytes[0] = EntryLayout.FORMAT;
            bytes[1] = (byte) random.nextInt(4);
            readOrRefused(bytes);
        }
    }

    private static boolean readOrRefused(byte[] bytes) {
        EncodedEntry encoded = new EncodedEntry();
        Entry entry;
        try {
            try {
                encoded.read(bytes, 0, bytes.length);
            } catch (IllegalArgumentException refused) {
                return false;
            }
            // What was gone through is never refused later, when somebody asks for it.
            entry = encoded.entry();
        } catch (RuntimeException e) {
            return fail("threw for " + Arrays.toString(bytes), e);
        }
        if (!Arrays.equals(EntryCodec.encode(entry), bytes)) {
            fail("read as something else: " + Arrays.toString(bytes));
        }
        return true;
    }
}
