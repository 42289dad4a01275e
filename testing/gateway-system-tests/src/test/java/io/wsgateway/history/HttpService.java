package io.wsgateway.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A backend service without RabbitMQ: posts the events of its guilds one after the other, and each again, with the same id
 * and body, until it is taken.
 */
public final class HttpService implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI events;
    private final String adminToken;
    private final List<String> guilds;
    private final Ledger ledger;
    private final Thread thread = new Thread(this::run, "test-http-service");
    private final AtomicLong again = new AtomicLong();
    private volatile boolean finishing;
    private volatile String last = "";

    /** @param base of the HTTP endpoints */
    public HttpService(URI base, String adminToken, List<String> guilds, Ledger ledger) {
        events = base.resolve("/api/v1/events");
        this.adminToken = adminToken;
        this.guilds = guilds;
        this.ledger = ledger;
        thread.setDaemon(true);
        thread.start();
    }

    /** Posts nothing new, and waits until the last event is taken. */
    public void finish(Duration patience) throws InterruptedException {
        finishing = true;
        thread.join(patience.toMillis());
        if (thread.isAlive()) {
            throw new AssertionError("Not everything was taken; the last answer: " + last);
        }
    }

    /** How often something was posted once more. */
    public long again() {
        return again.get();
    }

    private void run() {
        try {
            for (int i = 0; !finishing; i++) {
                String guild = guilds.get(i % guilds.size());
                int number = ledger.send(guild);
                String body = new String(Numbered.body("http", guild, number), UTF_8);
                post("{\"id\":\"" + Numbered.id(guild, number) + "\"," + body.substring(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void post(String body) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(events)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + adminToken)
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(body))
                .build();
        while (!taken(request)) {
            again.incrementAndGet();
            Thread.sleep(20);
        }
    }

    private boolean taken(HttpRequest request) throws InterruptedException {
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            last = String.valueOf(status);
            return status == 202;
        } catch (IOException e) {
            last = e.toString();
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
