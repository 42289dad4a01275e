package io.wsgateway.sync.redis;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Place;
import io.wsgateway.protocol.EntryCodec;
import io.wsgateway.spi.ClusterBus.Kept;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The membership changes and revocations that this instance knows of, for as long as they are kept: what it puts back when
 * Redis has lost them. Thread-safe.
 */
final class KnownChanges {
    private static final Logger LOG = LoggerFactory.getLogger(KnownChanges.class);

    /**
     * One change, as small as it gets: there may be a day of them.
     *
     * @param entry its bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by place only
    record Change(Place at, Instant when, byte[] entry) {
        private static final Comparator<Change> BY_AGE = Comparator.comparing(
                        (Change change) -> change.at.epoch(), KnownPlace::compareEpochs)
                .thenComparing(Change::when)
                .thenComparing(change -> change.at.seq());

        private Kept kept() {
            return new Kept(at, when, EntryCodec.read(entry, 0, entry.length));
        }
    }

    private final Map<Place, Change> changes = new HashMap<>();
    private final Duration keepFor;
    private final InstantSource clock;
    private int sizeWhenSwept;

    KnownChanges(Duration keepFor, InstantSource clock) {
        this.keepFor = keepFor;
        this.clock = clock;
    }

    void add(Place at, Instant when, Entry entry) {
        add(new Change(at, when, EntryCodec.encode(entry)));
    }

    /**
     * Answers whether it is news. Of two times of one change the earlier one holds: the other was taken from a clock that was
     * ahead, and corrected since.
     */
    synchronized boolean add(Change change) {
        if (changes.size() > 2 * sizeWhenSwept + 1_024) {
            sweep();
        }
        if (isOver(change)) {
            return false;
        }
        Change before = changes.putIfAbsent(change.at, change);
        if (before != null && change.when.isBefore(before.when)) {
            changes.put(change.at, change);
        }
        return before == null;
    }

    /** What stands at or before a place and can be read, oldest first; all of another epoch does. */
    List<Kept> upTo(Place place) {
        return sorted(change -> !change.at.epoch().equals(place.epoch()) || change.at.seq() <= place.seq()).stream()
                .flatMap(KnownChanges::readable)
                .toList();
    }

    private static Stream<Kept> readable(Change change) {
        try {
            return Stream.of(change.kept());
        } catch (IllegalArgumentException unreadable) {
            LOG.error(
                    "The change that is kept from number {} is lost to this instance: {}",
                    change.at.seq(),
                    unreadable.getMessage());
            return Stream.empty();
        }
    }

    /** What is none of these, oldest first. */
    List<Change> without(Set<Place> places) {
        return sorted(change -> !places.contains(change.at));
    }

    private synchronized List<Change> sorted(Predicate<Change> which) {
        sweep();
        List<Change> chosen = new ArrayList<>();
        for (Change change : changes.values()) {
            if (which.test(change)) {
                chosen.add(change);
            }
        }
        chosen.sort(Change.BY_AGE);
        return chosen;
    }

    private void sweep() {
        changes.values().removeIf(this::isOver);
        sizeWhenSwept = changes.size();
    }

    private boolean isOver(Change change) {
        return change.when.plus(keepFor).isBefore(clock.instant());
    }
}
