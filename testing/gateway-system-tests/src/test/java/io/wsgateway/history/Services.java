package io.wsgateway.history;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Several backend services, each with its own guilds, on threads of their own. */
public final class Services implements AutoCloseable {
    private final Ledger ledger;
    private final List<Service> services = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final long begun = System.nanoTime();
    private double rate;

    private Services(String uri, List<String> guilds, int count, double perSecond, boolean once, Ledger ledger) {
        this.ledger = ledger;
        for (int s = 0; s < count; s++) {
            int service = s;
            List<String> own = IntStream.range(0, guilds.size())
                    .filter(guild -> guild % count == service)
                    .mapToObj(guilds::get)
                    .toList();
            long most = once ? own.size() : Long.MAX_VALUE;
            services.add(new Service("service" + s, factory(uri), own, perSecond / count, most, ledger));
        }
        for (Service service : services) {
            Thread thread = new Thread(service, "test-service");
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /**
     * Publish until they are told to finish.
     *
     * @param perSecond events of all of them together
     */
    public static Services steady(String uri, List<String> guilds, int count, double perSecond, Ledger ledger) {
        return new Services(uri, guilds, count, perSecond, false, ledger);
    }

    /** Publish one more event of each guild. */
    public static void once(String uri, List<String> guilds, Ledger ledger, Duration patience) {
        try (Services services = new Services(uri, guilds, 1, 1_000, true, ledger)) {
            services.await(patience);
        }
    }

    /** Publish nothing new, and everything is confirmed. */
    public void pause(Duration patience) {
        services.forEach(Service::pause);
        Awaitility.await("everything is confirmed")
                .atMost(patience)
                .until(() -> services.stream().allMatch(Service::isIdle));
    }

    public void goOn() {
        services.forEach(Service::goOn);
    }

    /** Stops publishing and waits until RabbitMQ has confirmed everything. */
    public void finish(Duration patience) {
        services.forEach(Service::finish);
        rate = ledger.total() / ((System.nanoTime() - begun) / 1e9);
        await(patience);
    }

    private void await(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        for (Thread thread : threads) {
            join(thread, deadline - System.nanoTime());
        }
    }

    /** Events per second that were sent off until {@link #finish}. */
    public double rate() {
        return rate;
    }

    private void join(Thread thread, long nanos) {
        try {
            thread.join(Math.max(1, nanos / 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new AssertionError("Not everything was confirmed; "
                    + services.stream().map(Service::state).collect(Collectors.joining("; ")));
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }

    private static ConnectionFactory factory(String uri) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(uri);
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
        factory.setExceptionHandler(new Silent());
        return factory;
    }

    /** A service tells of its end itself, where it matters. */
    private static final class Silent extends ForgivingExceptionHandler {
        @Override
        protected void log(String message, Throwable failure) {
            // Connections that break are what these tests are about.
        }
    }
}
