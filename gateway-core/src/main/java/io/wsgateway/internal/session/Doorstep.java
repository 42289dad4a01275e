package io.wsgateway.internal.session;

import io.wsgateway.model.Principal;
import io.wsgateway.model.Printable;
import io.wsgateway.protocol.ClientMessage;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.TokenVerifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has tokens checked, off the I/O threads and off the lanes, and brings each verdict to its session's owner. The user's code
 * (verifier, access) is fenced here: whatever it throws means "cannot tell". Thread-safe.
 */
final class Doorstep implements AutoCloseable {
    /** Checks that may wait; beyond, clients are asked to try again. */
    private static final int BOUND = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(Doorstep.class);

    private final TokenVerifier verifier;
    private final GuildAccess access;
    private final Duration longestLife;
    private final InstantSource clock;
    private final Executor executor;
    private final @Nullable PoolWatch watch;
    private final AtomicBoolean failing = new AtomicBoolean();

    /** @param longestLife of a token whose claims count: what took a right away is forgotten then */
    Doorstep(TokenVerifier verifier, GuildAccess access, Duration longestLife, InstantSource clock, Executor executor) {
        this.verifier = verifier;
        this.access = access;
        this.longestLife = longestLife;
        this.clock = clock;
        this.executor = executor;
        watch = executor instanceof ThreadPoolExecutor pool ? new PoolWatch(pool, System::nanoTime) : null;
    }

    /** One thread per core, named and daemon, with a bounded queue. */
    static ThreadPoolExecutor executor() {
        int threads = Runtime.getRuntime().availableProcessors();
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                threads,
                threads,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(BOUND),
                new NamedThreads("gateway-verify"));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Whether checks get on. */
    Health liveness() {
        return watch == null ? Health.UP : watch.liveness();
    }

    /** Checks a token; the session is told. */
    void verify(Session session, ClientMessage command, String token) {
        try {
            executor.execute(() -> check(session, command, token));
        } catch (RejectedExecutionException full) {
            session.settle(new Verdict(command, new Verdict.Unknown()));
        } catch (Throwable e) {
            // No thread can be had, for example.
            unknown(session, command, token, e);
        }
    }

    private void check(Session session, ClientMessage command, String token) {
        try {
            verifier.verify(token)
                    .whenComplete((verdict, failure) ->
                            fenced(session, command, token, () -> verified(session, command, token, verdict, failure)));
        } catch (Throwable e) {
            unknown(session, command, token, e);
        }
    }

    // A stage keeps to itself what its callbacks throw.
    private void fenced(Session session, ClientMessage command, String token, Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            unknown(session, command, token, e);
        }
    }

    private void verified(
            Session session,
            ClientMessage command,
            String token,
            TokenVerifier.@Nullable Verdict verdict,
            @Nullable Throwable failure) {
        if (verdict instanceof TokenVerifier.Verdict.Accepted accepted) {
            accepted(session, command, accepted.user(), token);
        } else if (verdict instanceof TokenVerifier.Verdict.Rejected rejected) {
            told(session, command, new Verdict.Refused(rejected.reason()));
        } else {
            unknown(session, command, token, failure);
        }
    }

    private void accepted(Session session, ClientMessage command, Principal user, String token) {
        // Whatever the verifier says: a token that outlives the record of a removal would bring a removed member back.
        if (access == GuildAccess.CLAIM
                && Duration.between(user.issuedAt(), user.expiresAt()).compareTo(longestLife) > 0) {
            String reason = "it lives from " + user.issuedAt() + " to " + user.expiresAt() + ", longer than "
                    + longestLife + " (maxTokenLife)";
            told(session, command, new Verdict.Refused(reason));
        } else {
            rights(session, command, user, token);
        }
    }

    private void rights(Session session, ClientMessage command, Principal user, String token) {
        boolean claim = access == GuildAccess.CLAIM || access == GuildAccess.OPEN;
        Instant issuedAt = claim ? user.issuedAt() : clock.instant();
        try {
            access.rightsOf(user)
                    .whenComplete((rights, failure) -> fenced(session, command, token, () -> {
                        if (rights == null) {
                            unknown(session, command, token, failure);
                        } else {
                            told(session, command, new Verdict.Accepted(new Standing(user.userId(), rights, issuedAt)));
                        }
                    }));
        } catch (Throwable e) {
            unknown(session, command, token, e);
        }
    }

    private void told(Session session, ClientMessage command, Verdict.Outcome outcome) {
        if (failing.compareAndSet(true, false)) {
            LOG.info("Tokens can be checked again");
        }
        session.settle(new Verdict(command, outcome));
    }

    private void unknown(Session session, ClientMessage command, String token, @Nullable Throwable failure) {
        try {
            if (failing.compareAndSet(false, true)) {
                LOG.warn("Tokens can't be checked now: {}", Printable.of(masked(String.valueOf(failure), token)));
            }
        } catch (Throwable unsaid) {
            failing.set(false);
        }
        session.settle(new Verdict(command, new Verdict.Unknown()));
    }

    private static String masked(String text, String token) {
        return token.isEmpty() ? text : text.replace(token, "***");
    }

    @Override
    public void close() {
        if (executor instanceof ThreadPoolExecutor pool) {
            pool.shutdownNow();
        }
    }
}
