package io.wsgateway.internal.session;

import io.wsgateway.spi.Gcra;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many {@code RESUME}s of a lane's users may still be carried out: a bucket for each user, on all of its connections, those
 * that are gone included. Of {@link #MOST} users the one who resumed longest ago is forgotten, which is as if its bucket were
 * full. Confined to its lane.
 */
public final class ResumeRates {
    static final int MOST = 8192;

    private final Gcra bucket;
    private final LongSupplier clock;
    /** By user, when its bucket is full, ns; in the order of their resumes. */
    private final Map<String, Long> fullAt = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    /** @param clock monotonic, ns; runs on while the process stands, as clients do */
    public ResumeRates(SessionLimits.Rates rates, LongSupplier clock) {
        bucket = new Gcra(rates.resumes(), TimeUnit.MINUTES.toNanos(1));
        this.clock = clock;
    }

    /** Takes one of a user's; returns for how long there is none, ns, where it couldn't: it is not to be carried out then. */
    public long take(String userId) {
        long now = clock.getAsLong();
        Long known = fullAt.get(userId);
        long missing = known == null ? 0 : Math.max(0, known - now);
        long wait = bucket.delay(missing);
        if (wait == 0) {
            fullAt.put(userId, now + bucket.take(missing));
        }
        return wait;
    }

    int users() {
        return fullAt.size();
    }
}
