package io.wsgateway.internal.session;

import io.wsgateway.spi.LogThrottle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory that may wait in all connections of an instance together: messages that aren't carried out, frames that a client
 * doesn't take. Each lane adds its own up, once a second, so nothing is shared where events are handed out. Thread-safe.
 *
 * <p>Over it, no connection is read from that already has something waiting, newcomers are refused, and each lane cuts off
 * those who leave most of what they were sent untaken.
 */
public final class ByteBudget {
    private static final Logger LOG = LoggerFactory.getLogger(ByteBudget.class);

    private final long limit;
    private final List<Share> shares = new CopyOnWriteArrayList<>();
    private volatile boolean exceeded;

    /** What waits on one lane. */
    public final class Share {
        private final LogThrottle lines = new LogThrottle();
        private volatile long bytes;

        /** Says what waits on this lane now (ns); returns how much of it is too much. By the lane only. */
        public long report(long waiting, long now) {
            bytes = waiting;
            long all = waiting();
            boolean over = all > limit;
            if (over && lines.add(now) > 0) {
                LOG.warn("{} bytes wait in connections, and {} may: those who take least are cut off", all, limit);
            }
            exceeded = over;
            return over ? (long) ((double) (all - limit) * waiting / all) : 0;
        }
    }

    /** @param limit bytes */
    public ByteBudget(long limit) {
        this.limit = limit;
    }

    /** A lane's part in it. */
    public Share share() {
        Share share = new Share();
        shares.add(share);
        return share;
    }

    public boolean exceeded() {
        return exceeded;
    }

    /** Bytes that waited when the lanes last looked. */
    public long waiting() {
        long sum = 0;
        for (Share share : shares) {
            sum += share.bytes;
        }
        return sum;
    }
}
