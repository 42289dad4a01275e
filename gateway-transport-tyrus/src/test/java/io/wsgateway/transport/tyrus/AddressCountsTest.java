package io.wsgateway.transport.tyrus;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.ClientNetwork;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressCountsTest {
    private static final ClientNetwork ONE = new ClientNetwork(false, 1);
    private static final ClientNetwork OTHER = new ClientNetwork(true, 1);

    @Test
    void aClientHasNoMoreThanItMayUntilOneEnds() {
        AddressCounts counts = new AddressCounts(2);
        Runnable first = requireNonNull(counts.take(ONE));
        assertThat(counts.take(ONE)).isNotNull();
        assertThat(counts.take(ONE)).isNull();
        assertThat(counts.take(OTHER)).as("somebody else").isNotNull();
        first.run();
        assertThat(counts.take(ONE)).isNotNull();
        assertThat(counts.take(ONE)).isNull();
    }

    @Test
    void whoHasNoneIsForgotten() {
        AddressCounts counts = new AddressCounts(1);
        for (int i = 0; i < 1_000; i++) {
            Runnable giveBack = requireNonNull(counts.take(ONE));
            assertThat(counts.take(ONE)).isNull();
            assertThat(counts.clients()).isOne();
            giveBack.run();
            assertThat(counts.clients()).isZero();
        }
    }

    @Test
    void manyThreadsTakeNoMoreThanOne() {
        AddressCounts counts = new AddressCounts(50);
        assertThat(IntStream.range(0, 1_000)
                        .parallel()
                        .mapToObj(i -> counts.take(ONE))
                        .filter(Objects::nonNull)
                        .count())
                .isEqualTo(50);
    }

    @Test
    void zeroIsOffAndCountsNothing() {
        AddressCounts counts = new AddressCounts(0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(counts.take(ONE)).isNotNull();
        }
        assertThat(counts.clients()).isZero();
    }
}
