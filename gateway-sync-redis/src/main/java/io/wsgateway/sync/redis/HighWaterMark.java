package io.wsgateway.sync.redis;

import io.wsgateway.model.Place;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The furthest place that this instance has seen, in an answer or as a follower. Every append names it: a Redis that
 * doesn't have it has lost writes. Thread-safe.
 */
final class HighWaterMark {
    /** An epoch begins with the microsecond of its beginning in so many hex digits, so later ones are greater. */
    private static final int BEGINNING = 14;

    private final AtomicReference<@Nullable Place> furthest = new AtomicReference<>();

    @Nullable
    Place furthest() {
        return furthest.get();
    }

    void saw(Place place) {
        furthest.accumulateAndGet(place, HighWaterMark::further);
    }

    private static @Nullable Place further(@Nullable Place known, @Nullable Place seen) {
        return known == null || (seen != null && compare(seen, known) > 0) ? seen : known;
    }

    private static int compare(Place left, Place right) {
        return left.epoch().equals(right.epoch())
                ? Long.compare(left.seq(), right.seq())
                : compareEpochs(left.epoch(), right.epoch());
    }

    /** Which epoch began first. */
    static int compareEpochs(String left, String right) {
        return left.substring(0, BEGINNING).compareTo(right.substring(0, BEGINNING));
    }

    /** Whether Redis wrote such an epoch. */
    static boolean isEpoch(String text) {
        return text.length() > BEGINNING && text.length() <= 64;
    }
}
