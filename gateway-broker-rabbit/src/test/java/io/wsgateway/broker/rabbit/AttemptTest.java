package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wsgateway.broker.rabbit.Attempt.Failed;
import io.wsgateway.broker.rabbit.Attempt.Unreadable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AttemptTest {
    private final AtomicInteger tries = new AtomicInteger();

    static Throwable[] faults() {
        return new Throwable[] {
            new IOException(),
            new IllegalStateException(),
            new StackOverflowError(),
            new AssertionError(),
            new OutOfMemoryError(),
            new NoSuchMethodError()
        };
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatFailsAgainAndAgainWhileSomethingHarmlessIsReadIsTheMessagesFault(Throwable fault) {
        assertThatExceptionOfType(Unreadable.class)
                .isThrownBy(() -> Attempt.at(() -> fail(fault), () -> "read"))
                .withCause(fault);
        assertThat(tries).hasValue(Attempt.TRIES);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whereNothingCanBeReadTheMessageIsInnocent(Throwable fault) {
        assertThatExceptionOfType(Failed.class)
                .isThrownBy(() -> Attempt.at(() -> fail(fault), () -> fail(fault)))
                .withRootCauseInstanceOf(fault.getClass());
    }

    @Test
    void whatSucceedsLaterIsRead() throws Unreadable {
        assertThat(Attempt.at(() -> tries.getAndIncrement() < 2 ? fail(new OutOfMemoryError()) : "read", () -> "read"))
                .isEqualTo("read");
    }

    private String fail(Throwable fault) throws Exception {
        tries.incrementAndGet();
        if (fault instanceof Error error) {
            throw error;
        }
        throw (Exception) fault;
    }
}
