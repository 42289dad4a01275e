package io.wsgateway.sync.redis;

import io.wsgateway.model.Place;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.SupervisedThread;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has this instance follow the log on a thread of its own, and compares where it is with what audits say. Any thread. */
final class LogTailerThread {
    private static final Logger LOG = LoggerFactory.getLogger(LogTailerThread.class);
    private static final Duration JOIN = Duration.ofSeconds(3);

    private final FollowerCursor cursor;
    private final LogTailer tailer;
    private final MessageQueue queue;
    private final SupervisedThread thread;
    /** The log's end at the audit before. The auditing thread's. */
    private @Nullable Place audited;

    /** @param patience the longest that a read of all that is kept may take */
    LogTailerThread(FollowerCursor cursor, LogTailer tailer, MessageQueue queue, Duration patience) {
        this.cursor = cursor;
        this.tailer = tailer;
        this.queue = queue;
        thread = new SupervisedThread("gateway-redis-follower", patience, this::run);
    }

    void start() {
        thread.start();
    }

    Health liveness() {
        return thread.liveness();
    }

    /**
     * A follower that isn't where the log was at the audit before, or hasn't seen what was put back, has missed what was
     * published: it reads on. One thread.
     */
    void audited(AppendAnswer answer) {
        Place before = audited;
        audited = answer.end();
        Place place = cursor.place();
        if (place == null || before == null) {
            return;
        }
        boolean elsewhere = !place.epoch().equals(answer.end().epoch());
        boolean putBack = answer.putBack() != tailer.putBackSeen();
        if (elsewhere || putBack || (place.epoch().equals(before.epoch()) && place.seq() < before.seq())) {
            queue.readOn();
        }
    }

    /** Waits at most 3 s for the follower to return; not where it calls this itself. */
    void stop() {
        tailer.stop();
        if (thread.isCurrent()) {
            return;
        }
        thread.interrupt();
        try {
            if (!thread.join(JOIN)) {
                LOG.warn("The follower of the log did not return in time, and may be called once more");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() throws InterruptedException {
        tailer.run(thread::progress);
    }
}
