package io.wsgateway.internal.access;

import io.wsgateway.internal.support.NamedThreads;
import io.wsgateway.internal.wire.ClientMessage;
import io.wsgateway.model.Principal;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.LeanQueue;
import io.wsgateway.spi.TokenVerifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has tokens checked, off the I/O threads and off the lanes, and brings each outcome to its {@link Claimant}. The user's code
 * (verifier, access) is fenced here: whatever it throws means "cannot tell". Thread-safe.
 */
public final class TokenAuthenticator implements AutoCloseable {
    private final TokenVerifier verifier;
    private final GuildAccess access;
    private final Duration longestLife;
    private final InstantSource clock;
    private final Executor executor;
    private final @Nullable PoolWatch watch;
    private final LongSupplier ticker;
    private final CheckQueue waiting = new CheckQueue();
    private final TokenLog log;

    /**
     * @param longestLife of a token whose claims count: what took a right away is forgotten then
     * @param ticker monotonic, ns
     */
    public TokenAuthenticator(
            TokenVerifier verifier,
            GuildAccess access,
            Duration longestLife,
            InstantSource clock,
            LongSupplier ticker,
            Executor executor) {
        this.verifier = verifier;
        this.access = access;
        this.longestLife = longestLife;
        this.clock = clock;
        this.ticker = ticker;
        this.executor = executor;
        log = new TokenLog(ticker);
        watch = executor instanceof ThreadPoolExecutor pool ? new PoolWatch(pool, System::nanoTime) : null;
    }

    /** One thread per core, named and daemon; what waits for them is bounded by {@link CheckQueue}. */
    public static ThreadPoolExecutor executor() {
        int threads = Runtime.getRuntime().availableProcessors();
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                threads, threads, 10, TimeUnit.SECONDS, new LeanQueue<>(), new NamedThreads("gateway-verify"));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Whether checks get on. */
    public Health liveness() {
        return watch == null ? Health.UP : watch.liveness();
    }

    public TokenLog log() {
        return log;
    }

    /** Checks a token; the claimant is told. */
    public void verify(Claimant claimant, ClientMessage command, String token) {
        Check check = new Check(claimant, command, token, ticker.getAsLong());
        try {
            List<Check> displaced = waiting.add(check);
            for (Check one : displaced) {
                unknown(one, () -> "too many others wait to be checked");
            }
            if (displaced.isEmpty()) {
                executor.execute(this::checkNext);
            }
        } catch (RejectedExecutionException closed) {
            tell(check, new AuthOutcome.Unknown());
        } catch (Throwable e) {
            // No thread can be had, for example. What stays in the queue is stale then.
            unknown(check, e);
        }
    }

    private void checkNext() {
        Check check = waiting.next(ticker.getAsLong());
        if (check != null) {
            fenced(
                    check,
                    () -> verifier.verify(check.token())
                            .whenComplete((authOutcome, failure) ->
                                    fenced(check, () -> verified(check, authOutcome, failure))));
        }
    }

    // A stage keeps to itself what its callbacks throw.
    private void fenced(Check check, Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            unknown(check, e);
        }
    }

    private void verified(Check check, TokenVerifier.@Nullable Verdict authOutcome, @Nullable Throwable failure) {
        if (authOutcome instanceof TokenVerifier.Verdict.Accepted accepted) {
            waiting.accepted(check.token());
            accepted(check, accepted.user());
        } else if (authOutcome instanceof TokenVerifier.Verdict.Rejected rejected) {
            tell(check, new AuthOutcome.Refused(masked(rejected.reason(), check)));
        } else {
            unknown(check, failure);
        }
    }

    private void accepted(Check check, Principal user) {
        // Whatever the verifier says: a token that outlives the record of a removal would bring a removed member back.
        if (access == GuildAccess.CLAIM
                && Duration.between(user.issuedAt(), user.expiresAt()).compareTo(longestLife) > 0) {
            String reason = "it lives from " + user.issuedAt() + " to " + user.expiresAt() + ", longer than "
                    + longestLife + " (maxTokenLife)";
            tell(check, new AuthOutcome.Refused(reason));
        } else {
            rights(check, user);
        }
    }

    private void rights(Check check, Principal user) {
        boolean claim = access == GuildAccess.CLAIM || access == GuildAccess.OPEN;
        Instant issuedAt = claim ? user.issuedAt() : clock.instant();
        fenced(
                check,
                () -> access.rightsOf(user)
                        .whenComplete((rights, failure) -> fenced(check, () -> {
                            if (rights == null) {
                                unknown(check, failure);
                            } else {
                                Identity identity = new Identity(user.userId(), rights, issuedAt, user.expiresAt());
                                tell(check, new AuthOutcome.Accepted(identity));
                            }
                        })));
    }

    private static void tell(Check check, AuthOutcome.Outcome outcome) {
        check.claimant().onOutcome(new AuthOutcome(check.command(), outcome));
    }

    private void unknown(Check check, @Nullable Throwable failure) {
        unknown(check, () -> {
            Throwable cause = failure instanceof CompletionException wrapper ? wrapper.getCause() : failure;
            return masked(String.valueOf(cause == null ? failure : cause), check);
        });
    }

    private void unknown(Check check, Supplier<String> reason) {
        try {
            log.unsure(reason.get());
        } catch (Throwable unsaid) {
            // Where memory is short; the client is told all the same.
        }
        tell(check, new AuthOutcome.Unknown());
    }

    private static String masked(String text, Check check) {
        return check.token().isEmpty() ? text : text.replace(check.token(), "***");
    }

    @Override
    public void close() {
        log.end();
        if (executor instanceof ThreadPoolExecutor pool) {
            pool.shutdownNow();
        }
    }
}
