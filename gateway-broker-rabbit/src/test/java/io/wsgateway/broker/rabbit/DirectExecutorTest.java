package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DirectExecutorTest {
    private final DirectExecutor inPlace = new DirectExecutor();

    @Test
    void workIsDoneWhenItIsGivenByWhoGivesIt() {
        AtomicReference<Thread> by = new AtomicReference<>();
        inPlace.execute(() -> by.set(Thread.currentThread()));
        assertThat(by).hasValue(Thread.currentThread());
    }

    @Test
    void whoGivesItGetsTheErrorToo() {
        assertThatThrownBy(() -> inPlace.execute(() -> {
                    throw new OutOfMemoryError();
                }))
                .isInstanceOf(OutOfMemoryError.class);
    }
}
