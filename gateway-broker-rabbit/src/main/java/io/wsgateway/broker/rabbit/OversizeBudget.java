package io.wsgateway.broker.rabbit;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Room for bodies that no event may have, shared by all partitions: such a body is only kept for {@code gateway.dead}. Without
 * it, a publisher's mistake could fill the memory of one instance after the other. Thread-safe.
 */
final class OversizeBudget {
    private final AtomicInteger left;

    /** @param bytes of bodies, beyond what an event may have of each */
    OversizeBudget(int bytes) {
        left = new AtomicInteger(bytes);
    }

    /** @return whether there was as much; then it must be given back */
    boolean take(int bytes) {
        return left.getAndUpdate(now -> now < bytes ? now : now - bytes) >= bytes;
    }

    void giveBack(int bytes) {
        left.addAndGet(bytes);
    }

    int left() {
        return left.get();
    }
}
