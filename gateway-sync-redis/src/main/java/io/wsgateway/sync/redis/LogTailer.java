package io.wsgateway.sync.redis;

import io.wsgateway.model.Place;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.sync.redis.HealthTracker.Part;
import io.wsgateway.sync.redis.LogReader.Reading;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log as it grows and tells the follower: takes a published batch only if it continues the place and the tag held;
 * for anything else reads the log from there, and what can't be had is a gap. Runs on {@link LogTailerThread}.
 */
final class LogTailer {
    private static final Logger LOG = LoggerFactory.getLogger(LogTailer.class);

    private final FollowerCursor follower;
    private final MessageQueue queue;
    private final LogReader reader;
    private final KeptStore kept;
    private final LogWriter writer;
    private final StartChecks checks;
    private final HealthTracker tracker;
    private final GatewayMetrics metrics;
    private final Backoff backoff = new Backoff();
    private boolean live;
    private volatile long putBackSeen;
    /** What is kept was read, maybe in part, and the follower isn't told of it yet. */
    private boolean keptUntold;

    /** The failure whose stack trace was logged last. */
    private String traced = "";

    private @Nullable Clamp clamp;

    private volatile boolean closed;

    LogTailer(
            FollowerCursor follower,
            MessageQueue queue,
            LogReader reader,
            KeptStore kept,
            LogWriter writer,
            StartChecks checks,
            HealthTracker tracker,
            GatewayMetrics metrics) {
        this.follower = follower;
        this.queue = queue;
        this.reader = reader;
        this.kept = kept;
        this.writer = writer;
        this.checks = checks;
        this.tracker = tracker;
        this.metrics = metrics;
    }

    /** The number of put-backs up to which it knows what is kept. Any thread. */
    long putBackSeen() {
        return putBackSeen;
    }

    void stop() {
        closed = true;
    }

    /**
     * Follows until {@link #stop} and an interrupt. What it had taken when it threw is read again.
     *
     * @param progress called now and then
     */
    void run(Runnable progress) throws InterruptedException {
        try {
            while (!closed) {
                progress.run();
                byte[] message = queue.take(progress);
                if (message == null) {
                    readOn(progress);
                } else {
                    takeOrReadOn(message);
                }
            }
        } catch (InterruptedException e) {
            if (!closed) {
                throw e;
            }
        } finally {
            queue.readOn();
        }
    }

    private void takeOrReadOn(byte[] message) {
        try {
            take(message);
        } catch (RuntimeException | Error e) {
            LOG.error("A published batch could not be taken; the log is read instead", e);
            queue.readOn();
        }
    }

    private void take(byte[] message) {
        if (message.length == 0) {
            return; // an instance's empty append, to see whether the log is whole: nothing to hand on
        }
        StoredBatch batch;
        try {
            batch = StoredBatch.parse(message);
        } catch (IllegalArgumentException noBatch) {
            queue.readOn(); // a new epoch or changes put back, which the log tells more of
            return;
        }
        if (batch.before().equals(follower.place())) {
            live = true;
            tell(batch);
        } else if (live || !isPast(batch)) {
            metrics.count("log.repairs", 1);
            queue.readOn();
        }
    }

    /** Right after reading, what was published meanwhile arrives once more; later it would be a log that went back. */
    private boolean isPast(StoredBatch batch) {
        Place place = follower.place();
        return place != null
                && place.epoch().equals(batch.last().epoch())
                && batch.last().seq() <= place.seq()
                && (batch.last().seq() < place.seq() || batch.last().tag() == place.tag());
    }

    private void readOn(Runnable progress) throws InterruptedException {
        try {
            checks.check();
            while (!closed && !readSome()) {
                progress.run();
            }
            live = false;
            follower.caughtUp();
            tracker.works(Part.LOG);
            backoff.reset();
            traced = "";
        } catch (RuntimeException | Error e) {
            if (closed) {
                return;
            }
            tracker.fails(Part.LOG, RedisFailure.reason(e));
            if (!(e instanceof RedisFailure
                    || e instanceof IllegalArgumentException
                    || e.toString().equals(traced))) {
                traced = e.toString(); // once, however often it is tried
                LOG.error("The log could not be read; trying again", e);
            }
            backoff.pause();
            queue.readOn();
        }
    }

    /** Returns whether the follower has all that there was. */
    private boolean readSome() {
        Place place = follower.place();
        Reading reading = reader.read(place);
        if (!(reading instanceof Reading.Found found)) {
            writer.audit(place); // begins an epoch, unless somebody else was faster
            return false;
        }
        List<StoredBatch> batches = found.batches();
        clamp = found.clamp();
        if (place == null || !place.epoch().equals(found.end().epoch())) {
            gap(batches.isEmpty() ? found.end() : batches.get(0).before(), found.putBack());
        } else if (keptUntold || found.putBack() != putBackSeen) {
            seePutBack(place, found.putBack());
        }
        for (StoredBatch batch : batches) {
            if (!batch.before().equals(follower.place())) {
                gap(batch.before(), found.putBack());
            }
            tell(batch);
        }
        if (batches.isEmpty() && !found.end().equals(follower.place())) {
            gap(found.end(), found.putBack());
        }
        return found.end().equals(follower.place());
    }

    private void gap(Place resumedAt, long putBack) {
        align(resumedAt, putBack);
        follower.gap(resumedAt);
        keptUntold = false;
    }

    /** Others know changes that Redis had lost; if we didn't know them, all that is kept has to be told again. */
    private void seePutBack(Place place, long putBack) {
        boolean untold = keptUntold; // an alignment that failed half-way: what it learned is no news to the next one
        if (align(place, putBack) || untold) {
            follower.gap(place);
        }
        keptUntold = false;
    }

    /** Returns whether there was something that wasn't known. */
    private boolean align(Place place, long putBack) {
        keptUntold = true;
        KeptStore.Alignment alignment = kept.align(place, putBack, clamp);
        putBackSeen = alignment.putBack();
        return alignment.news();
    }

    private void tell(StoredBatch batch) {
        try {
            follower.batch(batch);
        } catch (IllegalArgumentException unreadable) {
            LOG.error(
                    "The log's batch at number {} is lost to this instance, except for what is kept of it: {}",
                    batch.last().seq(),
                    unreadable.getMessage());
            gap(batch.last(), putBackSeen);
        }
    }
}
