package io.wsgateway.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final HttpTimeouts TIMEOUTS = HttpTimeouts.USUAL;

    // The clock may begin anywhere.
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Deadline deadline = new Deadline(TIMEOUTS, now::get);

    private void passesAfter(Duration time) {
        now.addAndGet(time.toNanos() - 1);
        assertThat(deadline.hasPassed(now.get())).isFalse();
        now.incrementAndGet();
        assertThat(deadline.hasPassed(now.get())).isTrue();
    }

    @Test
    void eachPhaseHasItsTime() {
        passesAfter(TIMEOUTS.head());
        deadline.body();
        passesAfter(TIMEOUTS.body());
        deadline.serving();
        passesAfter(TIMEOUTS.serving());
        deadline.answer(0);
        passesAfter(TIMEOUTS.answer());
        deadline.answer(64 << 10);
        passesAfter(TIMEOUTS.answer().plusSeconds(4));
        deadline.idle();
        passesAfter(TIMEOUTS.idle());
        deadline.head();
        passesAfter(TIMEOUTS.head());
        deadline.leaving();
        passesAfter(TIMEOUTS.answer());
    }

    @Test
    void whoIsServedKeepsNobodyWaiting() {
        now.addAndGet(100);
        assertThat(deadline.waited(now.get())).isEqualTo(100);
        deadline.serving();
        now.addAndGet(100);
        assertThat(deadline.waited(now.get())).isZero();
    }

    @Test
    void anIdleOneIsJudgedByWhenItsLastAnswerBegan() {
        deadline.answer(1);
        now.addAndGet(100);
        deadline.idle();
        now.addAndGet(10);
        assertThat(deadline.waited(now.get())).isEqualTo(110);
    }
}
