package io.wsgateway.history;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Many {@link Subscriber}s, and what they share. Thread-safe. */
public final class Swarm implements AutoCloseable {
    private static final long BEAT_SECONDS = 5;
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Swarm::daemon);
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private final Map<Integer, AtomicLong> ends = new ConcurrentHashMap<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Arrivals arrivals = new Arrivals();
    private final Ledger ledger;
    private final Random random;
    private volatile List<URI> places;

    /** @param places where subscribers connect, at random */
    public Swarm(List<URI> places, Ledger ledger, Random random) {
        this.places = List.copyOf(places);
        this.ledger = ledger;
        this.random = random;
        ScheduledFuture<?> unused = timer.scheduleAtFixedRate(this::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
    }

    // What is thrown here would end all heartbeats in silence.
    private void beat() {
        try {
            subscribers.forEach(one -> one.beat(SILENCE_NANOS));
        } catch (RuntimeException e) {
            failed("heartbeats: " + e);
        }
    }

    public Subscriber add(String user, String token, List<String> guilds) {
        Subscriber subscriber = new Subscriber(this, user, token, guilds);
        subscribers.add(subscriber);
        subscriber.connect();
        return subscriber;
    }

    /** From the next connection on. */
    public void moveTo(List<URI> newPlaces) {
        places = List.copyOf(newPlaces);
    }

    public boolean allSubscribed() {
        return subscribers.stream().allMatch(Subscriber::isSubscribed);
    }

    /** Whether everybody has the last event of each of their guilds. */
    public boolean allComplete() {
        return subscribers.stream().allMatch(one -> one.history().hasAll(ledger::sent));
    }

    /** Asks everybody's instance for an answer, behind which nothing of before can come any more, and waits for it. */
    public void awaitAnswers(Duration patience) {
        Map<Subscriber, Long> before = new HashMap<>();
        subscribers.forEach(one -> before.put(one, one.answers()));
        subscribers.forEach(one -> one.beat(SILENCE_NANOS));
        Awaitility.await("answers")
                .atMost(patience)
                .until(() ->
                        before.entrySet().stream().allMatch(one -> one.getKey().answers() > one.getValue()));
    }

    public List<Subscriber> subscribers() {
        return List.copyOf(subscribers);
    }

    public Arrivals arrivals() {
        return arrivals;
    }

    /** How often a link ended, by close code; 1006 for one that broke. */
    public Map<Integer, Long> ends() {
        Map<Integer, Long> counts = new TreeMap<>();
        ends.forEach((code, count) -> counts.put(code, count.get()));
        return counts;
    }

    /** What no client should ever see. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** How often sessions were told of a hole. */
    public long holes() {
        return subscribers.stream().mapToLong(one -> one.history().holes()).sum();
    }

    public long received() {
        return subscribers.stream().mapToLong(one -> one.history().count()).sum();
    }

    /** What all of them should have received, had they been there from the first event to the last. */
    public long owed() {
        return subscribers.stream()
                .flatMap(one -> one.guilds().stream())
                .mapToLong(ledger::sent)
                .sum();
    }

    public long resumed() {
        return subscribers.stream().mapToLong(Subscriber::resumed).sum();
    }

    /** What is wrong, now that nothing more comes. */
    public Findings findings() {
        return Findings.sum(subscribers.stream()
                .map(one -> one.history().findings(ledger::sent))
                .toList());
    }

    /** Who stands where, for a test that waits in vain. */
    public String states() {
        return subscribers.stream().map(Subscriber::state).collect(Collectors.joining("\n"));
    }

    Ledger ledger() {
        return ledger;
    }

    HttpClient http() {
        return http;
    }

    synchronized URI somewhere() {
        List<URI> now = places;
        return now.get(random.nextInt(now.size()));
    }

    void ended(int code) {
        ends.computeIfAbsent(code, c -> new AtomicLong()).incrementAndGet();
    }

    void failed(String what) {
        failures.add(what);
    }

    void later(Runnable task, long delay, TimeUnit unit) {
        if (!timer.isShutdown()) {
            ScheduledFuture<?> unused = timer.schedule(task, delay, unit);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        subscribers.forEach(Subscriber::close);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "test-swarm");
        thread.setDaemon(true);
        return thread;
    }
}
