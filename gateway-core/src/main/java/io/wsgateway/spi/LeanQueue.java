package io.wsgateway.spi;

import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An unbounded queue on which waiting and waking allocate nothing, for threads that must outlive a full heap. With those of
 * the JDK whoever waits may be lost there: on 17 its wake-up throws when it is half done, and it waits or spins for ever.
 * What can't be added for want of memory isn't there. Thread-safe.
 */
public final class LeanQueue<E> extends AbstractQueue<E> implements BlockingQueue<E> {
    private final Queue<E> elements = new ConcurrentLinkedQueue<>();

    @Override
    public boolean offer(E element) {
        elements.add(element);
        synchronized (this) {
            notify();
        }
        return true;
    }

    /** As {@link #offer(Object)}: there is always room. */
    @Override
    public boolean offer(E element, long time, TimeUnit unit) {
        return offer(element);
    }

    /** As {@link #offer(Object)}: there is always room. */
    @Override
    public void put(E element) {
        offer(element);
    }

    @Override
    public @Nullable E poll() {
        return elements.poll();
    }

    @Override
    public synchronized @Nullable E poll(long time, TimeUnit unit) throws InterruptedException {
        long until = System.nanoTime() + unit.toNanos(time);
        E first = elements.poll();
        for (long left = unit.toNanos(time); first == null && left > 0; left = until - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            first = elements.poll();
        }
        return first;
    }

    @Override
    public synchronized E take() throws InterruptedException {
        E first = elements.poll();
        while (first == null) {
            wait();
            first = elements.poll();
        }
        return first;
    }

    @Override
    public @Nullable E peek() {
        return elements.peek();
    }

    @Override
    public boolean remove(@Nullable Object element) {
        return elements.remove(element);
    }

    @Override
    public boolean isEmpty() {
        return elements.isEmpty();
    }

    /** Counts them. */
    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public int remainingCapacity() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Iterator<E> iterator() {
        return elements.iterator();
    }

    @Override
    public int drainTo(Collection<? super E> others) {
        return drainTo(others, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super E> others, int most) {
        int drained = 0;
        for (E first = null; drained < most && (first = elements.poll()) != null; drained++) {
            others.add(first);
        }
        return drained;
    }
}
