package io.wsgateway.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.ClientNetwork;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeRatesTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

    private HandshakeRates rates(int perSecond) {
        return new HandshakeRates(perSecond, now::get);
    }

    private static ClientNetwork client(int number) {
        return new ClientNetwork(false, number);
    }

    /** How many of so many tries at once succeed. */
    private static int taken(HandshakeRates rates, ClientNetwork client, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += rates.take(client) == 0 ? 1 : 0;
        }
        return taken;
    }

    private void after(long millis) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50, 700, 999, 30_000})
    void aNewcomerHasTwoSecondsAtOnceAndThenTheRate(int perSecond) {
        HandshakeRates rates = rates(perSecond);
        assertThat(taken(rates, client(1), 3 * perSecond)).isEqualTo(2 * perSecond);
        after(1_000);
        assertThat(taken(rates, client(1), 3 * perSecond)).isEqualTo(perSecond);
        after(60_000);
        assertThat(taken(rates, client(1), 3 * perSecond)).isEqualTo(2 * perSecond);
    }

    @Test
    void oneThatWasRefusedCostsNothingAndIsToldWhenToComeBack() {
        HandshakeRates rates = rates(4);
        assertThat(taken(rates, client(1), 1_000)).isEqualTo(8);
        after(100);
        assertThat(rates.take(client(1))).isEqualTo(TimeUnit.MILLISECONDS.toNanos(150));
        after(150);
        assertThat(rates.take(client(1))).isZero();
        assertThat(rates.take(client(1))).isPositive();
    }

    @Test
    void clientsDoNotCountAgainstEachOther() {
        HandshakeRates rates = rates(1);
        assertThat(taken(rates, client(1), 100)).isEqualTo(2);
        assertThat(taken(rates, client(2), 100)).isEqualTo(2);
        assertThat(taken(rates, new ClientNetwork(true, 1), 100)).isEqualTo(2);
    }

    @Test
    void manyThreadsTakeNoMoreThanOne() {
        HandshakeRates rates = rates(100);
        AtomicInteger taken = new AtomicInteger();
        IntStream.range(0, 1_000).parallel().forEach(i -> taken.addAndGet(taken(rates, client(1), 1)));
        assertThat(taken).hasValue(200);
    }

    @Test
    void whoCameLongAgoIsForgotten() {
        HandshakeRates rates = rates(10);
        IntStream.range(0, 1_000).forEach(i -> rates.take(client(i)));
        after(99);
        rates.take(client(0));
        rates.sweep();
        assertThat(rates.clients()).isEqualTo(1_000);
        after(1);
        rates.sweep();
        assertThat(rates.clients()).isOne();
        assertThat(taken(rates, client(0), 100)).as("what it had left").isEqualTo(19);
    }

    @Test
    void ofManyTheOneThatCameLongestAgoIsForgotten() {
        HandshakeRates rates = rates(1);
        assertThat(taken(rates, client(0), 2)).isEqualTo(2);
        IntStream.range(1, HandshakeRates.MOST).forEach(i -> rates.take(client(i)));
        assertThat(rates.take(client(0))).isPositive();
        rates.take(client(HandshakeRates.MOST));
        assertThat(rates.clients()).isEqualTo(HandshakeRates.MOST);
        assertThat(rates.take(client(0))).isZero();
        assertThat(taken(rates, client(2), 2)).as("kept").isEqualTo(1);
    }

    @Test
    void zeroIsOffAndKeepsNothing() {
        HandshakeRates rates = rates(0);
        assertThat(taken(rates, client(1), 10_000)).isEqualTo(10_000);
        assertThat(rates.clients()).isZero();
    }

    @Test
    void theLargestRateIsOneThatNobodyReaches() {
        assertThat(taken(rates(Integer.MAX_VALUE), client(1), 100_000)).isEqualTo(100_000);
    }
}
