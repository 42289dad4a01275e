package io.wsgateway.broker.rabbit;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats a step until it succeeds, or until its {@link Watch} says to leave off. One thread. */
final class Retry {
    private static final long LEAST_WAIT = 50;
    private static final long MOST_WAIT = 1_000;
    /** ms between two looks at whether the outcome still matters. */
    private static final long LOOK = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Retry.class);

    /** A step has been repeated for long enough here; on another instance it may succeed. */
    static final class OutOfTime extends IOException {
        private static final long serialVersionUID = 1L;

        OutOfTime(String reason) {
            super(reason);
        }
    }

    /** Looks, while a step hasn't succeeded, whether its outcome still matters. */
    interface Watch {
        /**
         * @param since when the step was first taken, of {@link System#nanoTime}
         * @throws IOException to leave off, {@link OutOfTime} if only time has told so; the last try may still be under way
         */
        void look(long since) throws IOException, InterruptedException;

        /** The last try failed, and another one follows. */
        default void failed(long since, Throwable cause) {}
    }

    private final Watch watch;
    private final Runnable progress;

    /** @param progress run with each look */
    Retry(Watch watch, Runnable progress) {
        this.watch = watch;
        this.progress = progress;
    }

    /** Repeats the step until it succeeds: after 50 ms at first, after 1 s at last. */
    <T> T untilDone(Supplier<CompletionStage<T>> step) throws IOException, InterruptedException {
        long since = System.nanoTime();
        for (long wait = LEAST_WAIT; ; wait = Math.min(MOST_WAIT, 2 * wait)) {
            try {
                return await(begin(step), since);
            } catch (ExecutionException e) {
                Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
                LOG.debug("A step failed and is taken again", cause);
                watch.failed(since, cause);
            }
            for (long waited = 0; waited < wait; waited += LOOK) {
                look(since);
                Thread.sleep(Math.min(LOOK, wait - waited));
            }
        }
    }

    private <T> T await(CompletableFuture<T> outcome, long since)
            throws IOException, InterruptedException, ExecutionException {
        while (true) {
            try {
                return outcome.get(LOOK, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                look(since);
            }
        }
    }

    private void look(long since) throws IOException, InterruptedException {
        progress.run();
        watch.look(since);
    }

    private static <T> CompletableFuture<T> begin(Supplier<CompletionStage<T>> step) {
        try {
            return step.get().toCompletableFuture();
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
