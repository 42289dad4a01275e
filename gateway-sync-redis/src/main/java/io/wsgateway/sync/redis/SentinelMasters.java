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
 * The master that more sentinels name than any other: one alone may be cut off together with an old master. On a tie the one
 * before stays. All are asked at once, and what they say counts from when they were asked.
 */
final class SentinelMasters implements Masters {
    private static final long ROUND_MILLIS = 800;
    /** Many calls that fail together ask once. */
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long VOUCHED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Sentinel> sentinels;
    private final ExecutorService threads =
            Executors.newCachedThreadPool(BlockingCalls.named("gateway-redis-sentinel"));
    private @Nullable Round last;
    /** What was found last. */
    private volatile @Nullable HostAndPort present;

    private record Round(long askedAt, List<Sentinel.Answer> answers) {
        private boolean isYoungerThan(long nanos, long now) {
            return now - askedAt < nanos;
        }
    }

    SentinelMasters(RedisAddress address, ClientConfigs clients) {
        sentinels = address.hosts().stream()
                .map(host -> new Sentinel(host, address, clients))
                .toList();
    }

    @Override
    public HostAndPort find() {
        List<Sentinel.Answer> answers = round(System.nanoTime(), AGAIN_NANOS).answers();
        HostAndPort found = named(answers, present);
        if (found == null) {
            throw new RedisFailure("no sentinel says where the master is: "
                    + answers.stream().map(Sentinel.Answer::trouble).collect(Collectors.joining("; ")));
        }
        present = found;
        return found;
    }

    /** Another one than before needs more votes than that has, or sentinels that differ would move everybody to and fro. */
    static @Nullable HostAndPort named(List<Sentinel.Answer> answers, @Nullable HostAndPort before) {
        Map<HostAndPort, Integer> votes = new LinkedHashMap<>();
        for (Sentinel.Answer answer : answers) {
            if (answer.master() != null) {
                votes.merge(answer.master(), 1, Integer::sum);
            }
        }
        HostAndPort most = null;
        int count = 0;
        if (before != null && votes.containsKey(before)) {
            most = before;
            count = votes.get(before);
        }
        for (Map.Entry<HostAndPort, Integer> vote : votes.entrySet()) {
            if (vote.getValue() > count) {
                most = vote.getKey();
                count = vote.getValue();
            }
        }
        return most;
    }

    @Override
    public void confirmLeadership(HostAndPort master) {
        long now = System.nanoTime();
        if (!isVouchedFor(master, now, VOUCHED_NANOS) && !isVouchedFor(master, now, AGAIN_NANOS)) {
            throw new RedisFailure(
                    name(master) + "has no replica, and most sentinels don't confirm that it is the master"
                            + " still: what it took could be lost, so nothing is acknowledged; attach a replica, or check that most"
                            + " of the sentinels can be reached from here");
        }
    }

    private boolean isVouchedFor(HostAndPort master, long calledAt, long nanos) {
        Round round = round(calledAt, nanos);
        long confirm = round.answers().stream()
                .filter(answer -> answer.vouchesFor(master))
                .count();
        return confirm * 2 > sentinels.size() && round.isYoungerThan(VOUCHED_NANOS, System.nanoTime());
    }

    @Override
    public boolean mayChange() {
        return true;
    }

    @Override
    public String name(HostAndPort master) {
        return "its master " + master + " ";
    }

    /**
     * Whoever comes while others are asking waits for what they learn. Where that is too old, all who wait ask together once
     * more: a call takes two rounds at most.
     */
    private synchronized Round round(long calledAt, long nanos) {
        Round known = last;
        if (known == null || !known.isYoungerThan(nanos, calledAt)) {
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
