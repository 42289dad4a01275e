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
    private final Line badHeaders =
            new Line("Connections cut, of proxies in ws.trusted-proxies without a right header of the PROXY protocol,");
    private final Line strangers =
            new Line("Connections cut, that begin with the PROXY protocol but don't come from ws.trusted-proxies,");
    private final List<Line> all = List.of(origins, rates, counts, badHeaders, strangers);

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

    void badProxyHeader(InetAddress proxy, BadProxyHeader why) {
        badHeaders.add(proxy.getHostAddress() + ", " + why.getMessage());
    }

    void strangeProxy(InetAddress peer) {
        strangers.add(peer.getHostAddress());
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
