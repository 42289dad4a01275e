package io.wsgateway.internal.modelcheck;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What the checker found wrong. Keeps the first few, counts all. Any thread. */
final class Faults {
    private static final int KEPT = 20;

    private final Queue<String> first = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    void add(String fault) {
        if (count.getAndIncrement() < KEPT) {
            first.add(fault);
        }
    }

    int count() {
        return count.get();
    }

    List<String> first() {
        return List.copyOf(first);
    }
}
