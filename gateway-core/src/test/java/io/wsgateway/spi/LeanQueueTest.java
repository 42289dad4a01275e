package io.wsgateway.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.Thread.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LeanQueueTest {
    private final LeanQueue<Integer> queue = new LeanQueue<>();
    private final CompletableFuture<Integer> taken = new CompletableFuture<>();

    @Test
    void whatIsThereComesInOrderAndAtOnce() throws Exception {
        assertThat(queue.isEmpty()).isTrue();
        queue.put(1);
        queue.addAll(List.of(2, 3));
        queue.offer(4, 1, TimeUnit.HOURS);
        assertThat(queue).containsExactly(1, 2, 3, 4).hasSize(4);
        assertThat(queue.take()).isEqualTo(1);
        assertThat(queue.poll(1, TimeUnit.HOURS)).isEqualTo(2);
        assertThat(queue.remove(4)).isTrue();
        assertThat(queue.peek()).isEqualTo(3);
        assertThat(queue.poll()).isEqualTo(3);
        assertThat(queue.poll()).isNull();
        assertThat(queue.poll(1, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void whoWaitsGetsWhatComes() {
        waiting(queue::take);
        queue.add(7);
        assertThat(taken.join()).isEqualTo(7);
    }

    @Test
    void whoWaitsWithALimitGetsWhatComes() {
        waiting(() -> queue.poll(1, TimeUnit.HOURS));
        queue.add(7);
        assertThat(taken.join()).isEqualTo(7);
    }

    @Test
    void anInterruptEndsTheWait() {
        waiting(queue::take).interrupt();
        assertThatThrownBy(taken::join).hasCauseInstanceOf(InterruptedException.class);
        waiting(() -> queue.poll(1, TimeUnit.HOURS)).interrupt();
        assertThatThrownBy(taken::join).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void drainingTakesAsManyAsAskedFor() {
        queue.addAll(List.of(1, 2, 3));
        List<Integer> some = new ArrayList<>();
        assertThat(queue.drainTo(some, 2)).isEqualTo(2);
        assertThat(queue.drainTo(some)).isEqualTo(1);
        assertThat(some).containsExactly(1, 2, 3);
    }

    /** Nobody of a pool whose threads all wait misses a task, and none is done twice. */
    @Test
    void aPoolDoesEveryTaskOnce() throws Exception {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(4, 4, 0, TimeUnit.SECONDS, new LeanQueue<>());
        ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();
        List<Integer> tasks = IntStream.range(0, 10_000).boxed().toList();
        tasks.parallelStream().forEach(task -> pool.execute(() -> done.add(task)));
        pool.shutdown();
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(done).containsExactlyInAnyOrderElementsOf(tasks);
    }

    private interface Wait {
        Integer get() throws InterruptedException;
    }

    private Thread waiting(Wait wait) {
        Thread thread = new Thread(() -> {
            try {
                taken.complete(wait.get());
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });
        thread.start();
        Awaitility.await().until(() -> thread.getState() == State.WAITING || thread.getState() == State.TIMED_WAITING);
        return thread;
    }
}
