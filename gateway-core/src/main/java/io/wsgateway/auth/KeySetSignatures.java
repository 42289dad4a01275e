package io.wsgateway.auth;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.wsgateway.auth.KeyCache.FetchedKeys;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.LeanQueue;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Signatures by the keys that an identity provider publishes. Whether a token is signed wrongly is only said by keys whose
 * fetch began after the token came: its key may just have been put there, under an id that another had before.
 */
final class KeySetSignatures implements Signatures {
    private final KeyFetching fetching;
    private final KeyCache keys;
    /** Checks the tokens that had to wait, so that neither fetching nor whoever brings the next one waits for that. */
    private final ThreadPoolExecutor waited;

    KeySetSignatures(KeyFetching fetching) {
        this.fetching = fetching;
        keys = fetching.keys();
        int threads = Runtime.getRuntime().availableProcessors();
        // Bounded by those who may wait for keys.
        waited = new ThreadPoolExecutor(threads, threads, 10, SECONDS, new LeanQueue<>(), task -> {
            Thread thread = new Thread(task, "gateway-jwks-checks");
            thread.setDaemon(true);
            return thread;
        });
        waited.allowCoreThreadTimeOut(true);
    }

    @Override
    public Set<String> algorithms() {
        return VerificationKey.ALL_ALGORITHMS;
    }

    @Override
    public CompletionStage<Signed> check(Jwt token) {
        long seen = keys.fetches();
        CompletionStage<FetchedKeys> first = keys.keys();
        boolean atHand = first.toCompletableFuture().isDone();
        return atHand
                ? first.thenCompose(known -> check(token, known, seen))
                : first.thenComposeAsync(known -> check(token, known, seen), waited);
    }

    private CompletionStage<Signed> check(Jwt token, FetchedKeys known, long seen) {
        Candidates candidates = Candidates.of(token, known.all());
        Signed signed = candidates.check(token);
        if (signed == Signed.YES || known.fetch() > seen) {
            return completedFuture(signed);
        }
        return keys.newerKeys()
                .thenApplyAsync(
                        newer -> {
                            Candidates now = Candidates.of(token, newer.all());
                            // Not computed again with the same keys.
                            return now.tried().equals(candidates.tried()) ? now.otherwise() : now.check(token);
                        },
                        waited);
    }

    @Override
    public Health health() {
        return keys.health();
    }

    @Override
    public Health liveness() {
        return fetching.liveness();
    }

    @Override
    public void close() {
        fetching.close();
        waited.shutdown();
    }

    @Override
    public String toString() {
        return keys.toString();
    }

    /**
     * The keys that may have signed a token.
     *
     * @param otherwise what is so if none of them has
     */
    private record Candidates(List<VerificationKey> tried, Signed otherwise) {
        /** Keys that are tried for one token: what a forged one may cost. */
        private static final int MOST = 2;

        static Candidates of(Jwt token, List<VerificationKey> keys) {
            String id = token.keyId();
            List<VerificationKey> meant = keys.stream()
                    .filter(key -> id == null || id.equals(key.id()))
                    .toList();
            if (meant.isEmpty()) {
                // A set may name none of its keys, and the tokens do all the same.
                meant = keys.stream().filter(key -> key.id() == null).toList();
            }
            List<VerificationKey> fitting = meant.stream()
                    .filter(key -> key.algorithms().contains(token.algorithm()))
                    .toList();
            List<VerificationKey> tried = fitting.subList(0, Math.min(MOST, fitting.size()));
            return new Candidates(tried, otherwise(id != null && !meant.isEmpty(), fitting.size()));
        }

        private static Signed otherwise(boolean named, int fitting) {
            if (fitting == 0) {
                return named ? Signed.BY_UNFIT_KEY : Signed.BY_UNKNOWN_KEY;
            }
            return fitting > MOST ? Signed.BY_NONE_OF_THE_FIRST : Signed.WRONGLY;
        }

        Signed check(Jwt token) {
            return tried.stream().anyMatch(key -> key.signed(token)) ? Signed.YES : otherwise;
        }
    }
}
