package io.wsgateway.broker.rabbit;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.spi.ClusterBus.Appended;
import io.wsgateway.spi.ClusterBus.Appender;
import io.wsgateway.spi.EventSource.Sink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A log that several instances append to, as a shared bus keeps it: fenced per partition, each id once. Thread-safe. */
final class SharedLog {

    /** @param node who appended it */
    record Written(String node, String partition, Event event) {}

    private final List<Written> entries = new CopyOnWriteArrayList<>();
    private final Map<String, Long> tokens = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final Set<String> alive = new HashSet<>();
    private int repeats;
    private int fenced;

    Node join(String name) {
        synchronized (this) {
            alive.add(name);
        }
        return new Node(name);
    }

    synchronized void leave(String name) {
        alive.remove(name);
    }

    List<Written> entries() {
        return List.copyOf(entries);
    }

    /** Ids of a routing key's events, which begin with it and a dash, in the order of the log. */
    List<String> ids(String key) {
        return entries.stream()
                .map(entry -> String.valueOf(entry.event().id()))
                .filter(id -> id.startsWith(key + "-"))
                .toList();
    }

    synchronized int repeats() {
        return repeats;
    }

    synchronized int fenced() {
        return fenced;
    }

    /** Of all partitions. */
    synchronized long claims() {
        return tokens.values().stream().mapToLong(Long::longValue).sum();
    }

    synchronized long claimsOf(String partition) {
        return tokens.getOrDefault(partition, 0L);
    }

    private synchronized long claim(String partition) {
        return tokens.merge(partition, 1L, Long::sum);
    }

    private synchronized Appended append(String node, String partition, long token, List<Event> batch) {
        if (token < tokens.getOrDefault(partition, 0L)) {
            fenced++;
            return Appended.FENCED;
        }
        for (Event event : batch) {
            if (event.id() == null || ids.add(event.id())) {
                entries.add(new Written(node, partition, event));
            } else {
                repeats++;
            }
        }
        return Appended.YES;
    }

    /** One instance's way to the log, which can fail, or be slow, by itself. */
    final class Node implements Sink {
        private final String name;
        private final List<Runnable> held = new ArrayList<>();
        private boolean failing;
        private boolean flapping;
        private int questions;
        private @Nullable String failingPartition;
        private @Nullable CountDownLatch frozen;
        private boolean holdingAppends;
        private int calls;

        private Node(String name) {
            this.name = name;
        }

        synchronized void fail(boolean value) {
            failing = value;
        }

        /** Takes no events; who asks whether it works hears no and yes in turn. */
        synchronized void flap() {
            flapping = true;
        }

        /** Appends of this partition fail; null: of none. */
        synchronized void failIn(@Nullable String partition) {
            failingPartition = partition;
        }

        /** Whoever claims stands still, thread and all, until {@link #release}: the instance is frozen. */
        synchronized void freezeClaims() {
            frozen = new CountDownLatch(1);
        }

        /** Appends are made only when {@link #release} is called. */
        synchronized void holdAppends() {
            holdingAppends = true;
        }

        void release() {
            List<Runnable> all;
            synchronized (this) {
                holdingAppends = false;
                if (frozen != null) {
                    frozen.countDown();
                    frozen = null;
                }
                all = List.copyOf(held);
                held.clear();
            }
            all.forEach(Runnable::run);
        }

        synchronized int held() {
            return held.size();
        }

        /** Claims and appends that were asked for. */
        synchronized int calls() {
            return calls;
        }

        @Override
        public CompletionStage<Appender> claim(String partition) {
            awaitThaw();
            synchronized (this) {
                if (failing || flapping) {
                    return failedFuture(new IllegalStateException("told to fail"));
                }
            }
            long token = SharedLog.this.claim(partition);
            return completedFuture(batch -> append(partition, token, batch));
        }

        private void awaitThaw() {
            CountDownLatch until;
            synchronized (this) {
                calls++;
                until = frozen;
            }
            try {
                if (until != null) {
                    until.await();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private synchronized CompletionStage<Appended> append(
                String partition, long token, List<? extends Entry> batch) {
            calls++;
            if (failing || flapping || partition.equals(failingPartition)) {
                return failedFuture(new IllegalStateException("told to fail"));
            }
            List<Event> events = batch.stream().map(Event.class::cast).toList();
            CompletableFuture<Appended> appended = new CompletableFuture<>();
            Runnable work = () -> appended.complete(SharedLog.this.append(name, partition, token, events));
            if (holdingAppends) {
                held.add(work);
            } else {
                work.run();
            }
            return appended;
        }

        @Override
        public synchronized CompletionStage<Void> accept(List<Event> batch) {
            boolean fails = failing || flapping && questions++ % 2 == 0;
            return fails ? failedFuture(new IllegalStateException("told to fail")) : completedFuture(null);
        }

        @Override
        public Set<String> instances() {
            synchronized (SharedLog.this) {
                return Set.copyOf(alive);
            }
        }
    }
}
