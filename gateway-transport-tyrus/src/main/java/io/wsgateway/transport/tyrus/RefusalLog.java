package io.wsgateway.transport.tyrus;

import io.wsgateway.model.Printable;
import io.wsgateway.spi.LogThrottle;
import java.net.InetAddress;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators whom the door turned away, and which setting that is about. Clients decide how often it happens: a line of each
 * kind in 10 s. Thread-safe.
 */
final class RefusalLog {
    private final Logger log;
    private final LongSupplier nanoTime;
    private final Line origins =
            new Line("Handshakes answered 403, of pages that are neither of this host nor listed in ws.origins,");
    private final Line rates = new Line("Handshakes answered 429, from addresses beyond limits.handshakes-per-second,");
    private final Line counts =
            new Line("Handshakes answered 429, from addresses that have limits.connections-per-address already,");
    private final List<Line> all = List.of(origins, rates, counts);

    RefusalLog(LongSupplier nanoTime) {
        this(nanoTime, LoggerFactory.getLogger(RefusalLog.class));
    }

    RefusalLog(LongSupplier nanoTime, Logger log) {
        this.nanoTime = nanoTime;
        this.log = log;
    }

    /** @param sent as it came */
    void strangeOrigin(String sent) {
        origins.add(sent);
    }

    void tooFast(InetAddress client) {
        rates.add(client.getHostAddress());
    }

    void tooMany(InetAddress client) {
        counts.add(client.getHostAddress());
    }

    /** Writes what is due: called every now and then. */
    void tick() {
        long now = nanoTime.getAsLong();
        for (Line line : all) {
            line.say(line.throttle.due(now));
        }
    }

    private final class Line {
        private final String what;
        private final LogThrottle throttle = new LogThrottle();
        private volatile String latest = "";

        private Line(String what) {
            this.what = what;
        }

        private void add(String who) {
            latest = Printable.of(who);
            say(throttle.add(nanoTime.getAsLong()));
        }

        private void say(long count) {
            if (count > 0) {
                log.info("{} since the last such line: {}; the latest: {}", what, count, latest);
            }
        }
    }
}
