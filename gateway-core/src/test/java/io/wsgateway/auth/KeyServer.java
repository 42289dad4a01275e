package io.wsgateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** An identity provider's key server on 127.0.0.1, well or badly behaved. */
final class KeyServer implements AutoCloseable {

    /** How it answers. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Answer answer = exchange -> send(exchange, 404, "nothing here");

    KeyServer() {
        http = listening();
        http.setExecutor(threads);
        http.createContext("/keys", this::handle);
        http.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/keys");
    }

    int requests() {
        return requests.get();
    }

    void answersWith(Answer next) {
        answer = next;
    }

    /** Publishes the public halves. */
    void publishes(JWK... keys) {
        answersText(200, new JWKSet(List.of(keys)).toString(true));
    }

    void answersText(int status, String body) {
        answersWith(exchange -> send(exchange, status, body));
    }

    /** Answers, once this latch opens, as it does now. */
    void waitsFor(CountDownLatch latch) {
        Answer after = answer;
        answersWith(exchange -> {
            latch.await();
            after.to(exchange);
        });
    }

    /** Sends the next one who asks elsewhere, and answers the others as now. */
    void redirectsOnce(int status, String location) {
        Answer after = answer;
        answersWith(exchange -> {
            answer = after;
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(status, -1);
        });
    }

    /** Answers in gzip; says that it is in this coding, unless that is empty. */
    void answersGzipped(int status, String body, String coding) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(body.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answersWith(exchange -> {
            if (!coding.isEmpty()) {
                exchange.getResponseHeaders().add("Content-Encoding", coding);
            }
            exchange.sendResponseHeaders(status, zipped.size());
            zipped.writeTo(exchange.getResponseBody());
        });
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    /** Below the ports that connections are made from, which come and go. */
    private static HttpServer listening() {
        for (int i = 0; i < 100; i++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try {
                return HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
            } catch (BindException e) {
                continue;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new AssertionError("no free port");
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            answer.to(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
