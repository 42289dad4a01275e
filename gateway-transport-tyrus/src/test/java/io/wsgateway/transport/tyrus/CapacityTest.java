package io.wsgateway.transport.tyrus;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CapacityTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final FakeDescriptors descriptors = new FakeDescriptors(1_000, 100);
    private final AtomicInteger connections = new AtomicInteger();
    private int sockets;

    private Capacity capacity(int configured) {
        return new Capacity(configured, descriptors, connections, () -> sockets, now::get);
    }

    @Test
    void thereIsRoomForAsManyAsTheRestOfTheProcessLeavesButForTheReserve() {
        sockets = 30;
        assertThat(capacity(0).most()).isEqualTo(1_000 - 64 - 70);
        assertThat(capacity(500).most()).isEqualTo(500);
        assertThat(capacity(5_000).most()).isEqualTo(1_000 - 64 - 70);
    }

    @Test
    void thereIsAlwaysRoomForOne() {
        descriptors.open = 999;
        assertThat(capacity(0).most()).isOne();
    }

    @Test
    void whereNobodyCanTellThereIsNoLimit() {
        descriptors.most = Long.MAX_VALUE;
        descriptors.open = 0;
        connections.set(Integer.MAX_VALUE - 1);
        sockets = Integer.MAX_VALUE;
        Capacity capacity = capacity(0);
        assertThat(capacity.take()).isNotNull();
        assertThat(capacity.mayAccept()).isTrue();
        assertThat(capacity.isExhausted()).isFalse();
    }

    @Test
    void itIsFullAtTheLimitAndTakesHalfOfTheReserveMoreForAnswers() {
        Capacity capacity = capacity(0);
        connections.set(835);
        sockets = 835 + 32;
        assertThat(capacity.mayAccept()).isTrue();
        assertThat(capacity.take()).isNotNull();
        sockets++;
        assertThat(capacity.take()).isNull();
        assertThat(capacity.mayAccept()).isFalse();
    }

    @Test
    void theRestOfTheProcessIsCountedEverySecond() {
        Capacity capacity = capacity(0);
        descriptors.open = 200;
        now.addAndGet(Duration.ofMillis(999).toNanos());
        capacity.look();
        assertThat(capacity.most()).isEqualTo(836);
        now.addAndGet(Duration.ofMillis(1).toNanos());
        capacity.look();
        assertThat(capacity.most()).isEqualTo(736);
    }

    @Test
    void countingTakesAHundredthOfTheTimeAtMost() {
        Capacity capacity = capacity(0);
        descriptors.onCount = () -> now.addAndGet(Duration.ofMillis(50).toNanos());
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        capacity.look();
        assertThat(descriptors.counts).isEqualTo(2);
        now.addAndGet(Duration.ofMillis(4_900).toNanos());
        capacity.look();
        assertThat(descriptors.counts).isEqualTo(2);
        now.addAndGet(Duration.ofMillis(100).toNanos());
        capacity.look();
        assertThat(descriptors.counts).isEqualTo(3);
    }

    @Test
    void whenOthersHaveTakenTheLastOnesItIsExhausted() {
        Capacity capacity = capacity(0);
        assertThat(capacity.isExhausted()).isFalse();
        descriptors.open = 995;
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        capacity.look();
        assertThat(capacity.isExhausted()).isTrue();
    }

    @Test
    void aPlaceIsGivenBackOnce() {
        Capacity capacity = capacity(1);
        ConnectionPermit permit = requireNonNull(capacity.take());
        assertThat(capacity.take()).isNull();
        permit.release();
        permit.release();
        assertThat(connections).hasValue(0);
        assertThat(capacity.take()).isNotNull();
    }
}
