package io.wsgateway.launcher.http;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An event that waits for a worker: either the worker begins to publish it or the deadline gives it up, never both. So what
 * was given up is known not to be published, and what may have been has an id to repeat it with. Thread-safe.
 */
final class Posted {
    /** Null: undecided. Empty: given up. */
    private final AtomicReference<@Nullable Optional<String>> id = new AtomicReference<>();

    /** It is about to be published with this id; false: it was given up. */
    boolean begin(String as) {
        return id.compareAndSet(null, Optional.of(as));
    }

    /** Nobody waits for it any more; false: it may have been published. */
    boolean giveUp() {
        return id.compareAndSet(null, Optional.empty());
    }

    boolean givenUp() {
        return Optional.empty().equals(id.get());
    }

    /** The id that it was begun with. */
    String id() {
        return requireNonNull(id.get(), "undecided").orElseThrow();
    }
}
