package io.wsgateway.auth;

import io.wsgateway.model.Redaction;
import io.wsgateway.spi.Later;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks an identity provider for its keys: a GET that ends within 4 s whatever the other side does, redirects on the same
 * host included.
 */
final class KeyDownload implements AutoCloseable {
    private static final Duration CONNECT_AND_HEAD = Duration.ofSeconds(2);
    private static final Duration WHOLE = Duration.ofSeconds(4);
    private static final int MAX_BYTES = 256 << 10;
    private static final int MAX_REDIRECTS = 5;
    /** Failures in a row after which the client is made anew: one that has lost its thread fails for ever. */
    private static final int RENEW_AFTER = 12;

    private final URI uri;
    private final ExecutorService threads;
    private volatile HttpClient http;
    private final AtomicInteger failures = new AtomicInteger();

    KeyDownload(URI uri, ExecutorService threads) {
        this.uri = uri;
        this.threads = threads;
        http = client(threads);
    }

    /** Asks. Never blocks, one at a time; the stage completes on a thread of the executor's. */
    CompletableFuture<List<VerificationKey>> start() {
        if (failures.get() >= RENEW_AFTER) {
            failures.set(0);
            http = client(threads);
        }
        CompletableFuture<HttpResponse<byte[]>> whole = new CompletableFuture<>();
        ask(uri, 0, whole);
        Later.run(
                WHOLE,
                () -> whole.completeExceptionally(
                        new TimeoutException("no whole answer within " + WHOLE.toSeconds() + " s")));
        return whole.thenApplyAsync(answer -> KeySet.parse(KeyBody.plain(answer, MAX_BYTES)), threads)
                .whenComplete((keys, failure) -> failures.set(failure == null ? 0 : failures.get() + 1));
    }

    private void ask(URI at, int redirects, CompletableFuture<HttpResponse<byte[]>> whole) {
        HttpRequest request = HttpRequest.newBuilder(at)
                .timeout(CONNECT_AND_HEAD)
                .header("Accept", "application/jwk-set+json, application/json")
                .header("Accept-Encoding", "gzip")
                .header("Cache-Control", "no-cache")
                .build();
        CompletableFuture<HttpResponse<byte[]>> one = http.sendAsync(request, head -> new CappedBody(MAX_BYTES));
        var unused = whole.whenComplete((got, failure) -> one.cancel(true));
        var unused2 = one.thenAcceptAsync(answer -> take(at, redirects, answer, whole), threads)
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        whole.completeExceptionally(failure);
                    }
                });
    }

    private void take(
            URI from, int redirects, HttpResponse<byte[]> answer, CompletableFuture<HttpResponse<byte[]>> whole) {
        try {
            if (KeyRedirect.is(answer)) {
                if (redirects == MAX_REDIRECTS) {
                    throw new IOException("it redirects more than " + MAX_REDIRECTS + " times: set the last address");
                }
                ask(KeyRedirect.target(from, answer), redirects + 1, whole);
            } else if (answer.statusCode() == 200) {
                whole.complete(answer);
            } else {
                throw new IOException(
                        "it answers HTTP status " + answer.statusCode() + " instead of a key set: check its address");
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Where the keys come from, without what may be secret in a URI. */
    @Override
    public String toString() {
        return Redaction.address(uri.toString());
    }

    private static HttpClient client(ExecutorService threads) {
        return HttpClient.newBuilder()
                .executor(threads)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_AND_HEAD)
                .build();
    }
}
