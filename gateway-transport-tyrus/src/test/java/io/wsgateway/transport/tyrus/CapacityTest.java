package io.wsgateway.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CapacityTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final FakeDescriptors descriptors = new FakeDescriptors(1_000, 100);
    private int connections;
    private int sockets;

    private Capacity capacity(int configured) {
        return new Capacity(configured, descriptors, () -> connections, () -> sockets, now::get);
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
        connections = Integer.MAX_VALUE;
        sockets = Integer.MAX_VALUE;
        Capacity capacity = capacity(0);
        assertThat(capacity.isFull()).isFalse();
        assertThat(capacity.mayAccept()).isTrue();
        assertThat(capacity.isExhausted()).isFalse();
    }

    @Test
    void itIsFullAtTheLimitAndTakesHalfOfTheReserveMoreForAnswers() {
        Capacity capacity = capacity(0);
        connections = 835;
        sockets = 835 + 32;
        assertThat(capacity.isFull()).isFalse();
        assertThat(capacity.mayAccept()).isTrue();
        connections++;
        sockets++;
        assertThat(capacity.isFull()).isTrue();
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
}
