package io.wsgateway.sync.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * The master that most sentinels name: one alone may be cut off together with an old master. All are asked at once, and what
 * they say counts from when they were asked.
 */
final class SentinelMasters implements Masters {
    private static final long ROUND_MILLIS = 800;
    /** Many calls that fail together ask once. */
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long VOUCHED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Sentinel> sentinels;
    private final ExecutorService threads = Executors.newCachedThreadPool(CallThreads.named("gateway-redis-sentinel"));
    private @Nullable Round last;

    private record Round(long askedAt, List<Sentinel.Answer> answers) {
        private boolean isYoungerThan(long nanos) {
            return System.nanoTime() - askedAt < nanos;
        }
    }

    SentinelMasters(RedisAddress address) {
        sentinels = address.hosts().stream()
                .map(host -> new Sentinel(host, address))
                .toList();
    }

    @Override
    public HostAndPort find() {
        List<Sentinel.Answer> answers = round(AGAIN_NANOS).answers();
        Map<HostAndPort, Integer> votes = new LinkedHashMap<>();
        HostAndPort most = null;
        for (Sentinel.Answer answer : answers) {
            HostAndPort named = answer.master();
            if (named != null) {
                int count = votes.merge(named, 1, Integer::sum);
                if (most == null || count > votes.getOrDefault(most, 0)) {
                    most = named;
                }
            }
        }
        if (most == null) {
            throw new RedisFailure("no sentinel says where the master is: "
                    + answers.stream().map(Sentinel.Answer::trouble).collect(Collectors.joining("; ")));
        }
        return most;
    }

    @Override
    public void vouchFor(HostAndPort master) {
        if (!isVouchedFor(master, VOUCHED_NANOS) && !isVouchedFor(master, AGAIN_NANOS)) {
            throw new RedisFailure(
                    name(master) + "has no replica, and most sentinels don't confirm that it is the master"
                            + " still: what it took could be lost, so nothing is acknowledged; attach a replica, or check that most"
                            + " of the sentinels can be reached from here");
        }
    }

    private boolean isVouchedFor(HostAndPort master, long nanos) {
        Round round = round(nanos);
        long confirm = round.answers().stream()
                .filter(answer -> answer.vouchesFor(master))
                .count();
        return confirm * 2 > sentinels.size() && round.isYoungerThan(VOUCHED_NANOS);
    }

    @Override
    public boolean mayChange() {
        return true;
    }

    @Override
    public String name(HostAndPort master) {
        return "its master " + master + " ";
    }

    /** Whoever comes while others are asking waits for what they learn. */
    private synchronized Round round(long nanos) {
        Round known = last;
        if (known == null || !known.isYoungerThan(nanos)) {
            known = ask();
            last = known;
        }
        return known;
    }

    private Round ask() {
        long askedAt = System.nanoTime();
        List<Callable<Sentinel.Answer>> questions = new ArrayList<>();
        sentinels.forEach(sentinel -> questions.add(sentinel::ask));
        List<Sentinel.Answer> answers = new ArrayList<>();
        try {
            List<Future<Sentinel.Answer>> asked = threads.invokeAll(questions, ROUND_MILLIS, TimeUnit.MILLISECONDS);
            for (int i = 0; i < asked.size(); i++) {
                answers.add(answer(sentinels.get(i), asked.get(i)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notAsked();
        } catch (RejectedExecutionException e) {
            throw notAsked();
        }
        return new Round(askedAt, answers);
    }

    private static RedisFailure notAsked() {
        return new RedisFailure("the sentinels were not asked: the log is closed");
    }

    private static Sentinel.Answer answer(Sentinel sentinel, Future<Sentinel.Answer> asked)
            throws InterruptedException {
        try {
            return asked.get();
        } catch (CancellationException late) {
            return sentinel.unknown("does not answer in time");
        } catch (ExecutionException e) {
            return sentinel.unknown("says what can't be read (" + e.getCause() + ")");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
