package io.wsgateway.internal.session;

import io.wsgateway.internal.support.LinkedTask;

/**
 * The event loop that something belongs to, as that sees it.
 *
 * @param <T> what it owns
 */
public interface Owner<T> {
    /** Has a task run on the loop's thread. Any thread; allocates nothing and never throws. */
    void execute(LinkedTask task);

    /** Whether the caller may touch what it owns. Any thread. */
    boolean isCurrent();

    /** Monotonic, ns. Any thread. */
    long now();

    /**
     * Does what has come up for one of its own, on its thread. Never throws.
     *
     * @return whether that has to be served again: it has another owner now, or something failed
     */
    boolean serve(T own);
}
