package io.wsgateway.testkit;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.ClusterBus.Follower;
import io.wsgateway.spi.EntryBatch;
import io.wsgateway.spi.Kept;
import io.wsgateway.spi.KeptChanges;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A log in memory that several buses share, for tests of several instances: it can lose its window, its answers and its
 * place, as a real one can. Followers are called on the appender's thread, under the log's lock. Never forgets an id.
 */
public final class InMemoryLog {

    private record Batch(Place before, Place last, Instant when, List<Entry> entries) {}

    private final InstantSource clock;
    private final Random tags = new Random(1);
    private final Map<String, InMemoryBus> members = new TreeMap<>();
    private final List<InMemoryBus> joined = new ArrayList<>();
    private final Map<String, Long> fences = new HashMap<>();
    private final Map<String, Set<String>> ids = new HashMap<>();
    private final List<Kept> kept = new ArrayList<>();
    private final List<Batch> window = new ArrayList<>();
    private int epochs = 1;
    private boolean losingAnswers;
    private Place last = new Place("log001", 0, tags.nextLong());

    public InMemoryLog(InstantSource clock) {
        this.clock = clock;
    }

    /** A bus on this log. */
    public ClusterBus bus(String nodeId) {
        return new InMemoryBus(this, nodeId);
    }

    /** The next append happens, and its caller can't tell. */
    public synchronized void loseNextAnswer() {
        losingAnswers = true;
    }

    /** Keeps nothing of what was appended so far but membership changes and revocations. */
    public synchronized void forgetWindow() {
        window.clear();
    }

    /** Goes on under a new epoch, as a log that lost entries does: every follower is told of a gap. */
    public synchronized void breakOff() {
        epochs++;
        window.clear();
        last = new Place(String.format("log%03d", epochs), 0, tags.nextLong());
        members.values().forEach(bus -> bus.tell(this::begin));
    }

    /** What the member has that has been here longest. */
    synchronized Map<String, String> reference() {
        return joined.stream()
                .filter(bus -> !bus.retired())
                .findFirst()
                .map(InMemoryBus::facts)
                .orElse(Map.of());
    }

    synchronized void join(InMemoryBus bus) {
        members.put(bus.nodeId(), bus);
        joined.add(bus);
        bus.tell(this::begin);
    }

    synchronized void leave(InMemoryBus bus) {
        members.remove(bus.nodeId(), bus);
        joined.remove(bus);
    }

    /** Members that haven't retired. */
    synchronized Set<String> sharers() {
        Set<String> sharers = new HashSet<>();
        members.forEach((nodeId, bus) -> {
            if (!bus.retired()) {
                sharers.add(nodeId);
            }
        });
        return sharers;
    }

    synchronized long claim(String partition) {
        return fences.merge(partition, 1L, Long::sum);
    }

    synchronized boolean isFenced(String partition, long token) {
        return fences.getOrDefault(partition, 0L) != token;
    }

    /** Appends; answers whether the caller learns of it. */
    synchronized boolean append(String partition, List<Entry> batch) {
        Set<String> known = ids.computeIfAbsent(partition, name -> new HashSet<>());
        List<Entry> fresh = batch.stream().filter(entry -> isNew(entry, known)).toList();
        if (!fresh.isEmpty()) {
            Place before = last;
            last = new Place(last.epoch(), last.seq() + fresh.size(), tags.nextLong());
            Batch appended = new Batch(before, last, clock.instant(), fresh);
            window.add(appended);
            keep(appended);
            members.values()
                    .forEach(bus -> bus.tell(
                            f -> f.onBatch(appended.last(), appended.when(), appended.when(), EntryBatch.of(fresh))));
        }
        boolean answered = !losingAnswers;
        losingAnswers = false;
        return answered;
    }

    private void begin(Follower follower) {
        Place begin = window.isEmpty() ? last : window.get(0).before();
        follower.onGap(begin);
        KeptChanges known = new KeptChanges();
        kept.stream()
                .filter(change -> !change.isLaterInEpoch(begin.epoch(), begin.seq()))
                .forEach(known::add);
        follower.onKept(known);
        window.forEach(
                batch -> follower.onBatch(batch.last(), batch.when(), batch.when(), EntryBatch.of(batch.entries())));
        follower.onCaughtUp();
    }

    private void keep(Batch batch) {
        for (int i = 0; i < batch.entries().size(); i++) {
            kept.addAll(Kept.of(
                    batch.entries().get(i), batch.last().epoch(), batch.before().seq() + 1 + i, batch.when()));
        }
    }

    private static boolean isNew(Entry entry, Set<String> known) {
        String id = entry instanceof Event event ? event.id() : null;
        return id == null || known.add(id);
    }
}
