package io.wsgateway.auth;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;

/** Asks an identity provider for its keys: one GET that ends within 4 s, whatever the other side does. */
final class KeyDownload implements AutoCloseable {
    private static final Duration CONNECT_AND_HEAD = Duration.ofSeconds(2);
    private static final Duration WHOLE = Duration.ofSeconds(4);
    private static final int MAX_BYTES = 256 << 10;

    private final URI uri;
    private final ScheduledExecutorService threads;
    private final HttpClient http;

    KeyDownload(URI uri, ScheduledExecutorService threads) {
        this.uri = uri;
        this.threads = threads;
        http = HttpClient.newBuilder()
                .executor(threads)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_AND_HEAD)
                .build();
    }

    /** Asks. Any thread, never blocks; the stage completes on a thread of the executor's. */
    CompletableFuture<List<JWK>> start() {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(CONNECT_AND_HEAD)
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
        try {
            CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, head -> new CappedBody(MAX_BYTES));
            var deadline = threads.schedule(() -> answer.cancel(true), WHOLE.toMillis(), MILLISECONDS);
            return answer.whenComplete((got, failure) -> deadline.cancel(false))
                    .thenApplyAsync(KeyDownload::keysIn, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Where the keys come from, without what may be secret in a URI. */
    @Override
    public String toString() {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getPath();
    }

    /** What went wrong, in one line for operators. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof CancellationException) {
            return "no whole answer within " + WHOLE.toSeconds() + " s";
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static List<JWK> keysIn(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != 200) {
            throw new CompletionException(new IOException("HTTP status " + answer.statusCode()));
        }
        return KeySet.parse(answer.body());
    }
}
