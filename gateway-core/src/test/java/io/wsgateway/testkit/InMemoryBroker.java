package io.wsgateway.testkit;

import io.wsgateway.model.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/** Queues of events, one per partition, each holding its events until they are acknowledged. Thread-safe. */
public final class InMemoryBroker {
    private static final int PARTITIONS = 8;

    private final List<Queue> queues =
            IntStream.range(0, PARTITIONS).mapToObj(i -> new Queue("p" + i)).toList();

    /** Puts an event into the queue that the key decides. */
    public void publish(String key, Event event) {
        queues.get(Math.floorMod(key.hashCode(), PARTITIONS)).add(event);
    }

    List<Queue> queues() {
        return queues;
    }

    /** One partition's events, oldest first. */
    static final class Queue {
        private final String partition;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final List<Event> events = new ArrayList<>();

        private Queue(String partition) {
            this.partition = partition;
        }

        String partition() {
            return partition;
        }

        /** Up to {@code max} of the oldest events, which stay; none if none came within 10 ms. */
        List<Event> peek(int max) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                if (events.isEmpty()) {
                    boolean signalled = changed.await(10, TimeUnit.MILLISECONDS);
                    if (!signalled && events.isEmpty()) {
                        return List.of();
                    }
                }
                return List.copyOf(events.subList(0, Math.min(max, events.size())));
            } finally {
                lock.unlock();
            }
        }

        /** Lets go of the oldest events. */
        void acknowledge(int count) {
            lock.lock();
            try {
                events.subList(0, count).clear();
            } finally {
                lock.unlock();
            }
        }

        private void add(Event event) {
            lock.lock();
            try {
                events.add(event);
                changed.signal();
            } finally {
                lock.unlock();
            }
        }
    }
}
