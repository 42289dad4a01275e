package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Place;
import io.wsgateway.spi.DuplicateReporter;
import io.wsgateway.spi.Kept;
import io.wsgateway.sync.redis.AppendAnswer.Status;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends to the log, one script call per batch, and remembers what it learns from the answers. Thread-safe. */
final class LogWriter {
    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
    private static final byte[] NOTHING = {};
    private static final HexFormat HEX = HexFormat.of();

    private final RedisLink link;
    private final RedisKeys keys;
    private final HighWaterMark known;
    private final KeptChangesCache changes;
    private final DuplicateReporter duplicates;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final byte[] keepMillis;
    private final byte[] logBytes;
    /** Partitions that were claimed here: their keys are looked for by each audit. */
    private final Set<String> claimed = ConcurrentHashMap.newKeySet();

    /** @param clock a witness besides Redis' own clock, should one of them be far off */
    LogWriter(
            RedisLink link,
            RedisKeys keys,
            RedisConfig config,
            HighWaterMark known,
            KeptChangesCache changes,
            DuplicateReporter duplicates,
            InstantSource clock) {
        this.link = link;
        this.keys = keys;
        this.known = known;
        this.changes = changes;
        this.duplicates = duplicates;
        this.clock = clock;
        keepMillis = millis(config.window().multipliedBy(2));
        logBytes = RedisText.number(config.logBytes());
    }

    /** Whose batch it is: the claim's token, and the batch's number under it. */
    record Claim(String partition, long token) {}

    /** Appends a partition's batch; the same number again is the same batch. */
    AppendAnswer append(Claim claim, long batchNumber, OutgoingBatch batch) {
        return append(
                keys.ofPartition(claim.partition()),
                RedisText.number(claim.token()),
                RedisText.number(batchNumber),
                known.furthest(),
                batch);
    }

    /** Appends a batch that belongs to no partition. */
    AppendAnswer append(OutgoingBatch batch) {
        return append(batch, known.furthest());
    }

    /**
     * Appends nothing, so Redis has to show that it takes writes and has the place; one that hasn't begins a new epoch.
     *
     * @param place null: the furthest that is known
     */
    AppendAnswer audit(@Nullable Place place) {
        return append(OutgoingBatch.EMPTY, place == null ? known.furthest() : place);
    }

    private AppendAnswer append(OutgoingBatch batch, @Nullable Place place) {
        List<byte[]> touched = new ArrayList<>(keys.ofNoPartition());
        if (batch.entries().isEmpty()) {
            claimed.forEach(partition -> touched.addAll(keys.ofOwner(partition)));
        }
        return append(touched, NOTHING, NOTHING, place, batch);
    }

    /** Takes over a partition. */
    Claim claim(String partition) {
        List<byte[]> touched = new ArrayList<>(List.of(keys.meta));
        touched.addAll(keys.ofOwner(partition));
        Object token = runReplicated(Script.CLAIM, touched, List.of());
        claimed.add(partition);
        return new Claim(partition, Long.parseLong(RedisText.of(token)));
    }

    private AppendAnswer append(
            List<byte[]> touched, byte[] token, byte[] number, @Nullable Place place, OutgoingBatch batch) {
        List<byte[]> arguments =
                new ArrayList<>(15 + batch.heads().size() + batch.kept().size());
        arguments.add(token);
        arguments.add(number);
        arguments.add(place == null ? NOTHING : place.epoch().getBytes(UTF_8));
        arguments.add(RedisText.number(place == null ? 0 : place.seq()));
        arguments.add(place == null ? NOTHING : tag(place.tag()));
        arguments.add(tag(random.nextLong()));
        arguments.add(HEX.toHexDigits(random.nextInt()).getBytes(UTF_8));
        arguments.add(tag(random.nextLong()));
        arguments.add(keys.channel);
        arguments.add(keepMillis);
        arguments.add(logBytes);
        arguments.add(forgettable());
        arguments.add(RedisText.number(clock.millis()));
        arguments.add(batch.body());
        arguments.add(RedisText.number(batch.heads().size()));
        arguments.addAll(batch.heads());
        arguments.addAll(batch.kept());
        AppendAnswer answer = AppendAnswer.parse(
                runReplicated(batch.entries().isEmpty() ? Script.AUDIT : Script.APPEND, touched, arguments));
        if (answer.status() == Status.DONE) {
            link.didWithout(answer.refused());
            changes.told(answer.when());
            learn(batch, answer);
        }
        return answer;
    }

    /** A refusal for want of memory makes room, for whoever tries next: nothing else would, since appends do their trimming last. */
    private Object runReplicated(Script script, List<byte[]> touched, List<byte[]> arguments) {
        try {
            return link.runReplicated(script, touched, arguments);
        } catch (RedisFailure e) {
            if (e.isOutOfMemory()) {
                makeRoom();
            }
            throw e;
        }
    }

    private void makeRoom() {
        try {
            List<?> answer = (List<?>) link.run(
                    Script.TRIM,
                    List.of(keys.meta, keys.log, keys.index, keys.kept),
                    List.of(keepMillis, logBytes, forgettable()));
            changes.told(Instant.ofEpochMilli(Long.parseLong(RedisText.of(answer.get(1)))));
            LOG.debug("Redis is full: {} old batches and changes have left", RedisText.of(answer.get(0)));
        } catch (RedisFailure e) {
            LOG.debug("Redis is full, and no room could be made: {}", e.getMessage());
        }
    }

    private void learn(OutgoingBatch batch, AppendAnswer answer) {
        known.saw(answer.end());
        long seq = answer.before();
        for (int i = 0; i < answer.verdicts().length(); i++) {
            Entry entry = batch.entries().get(i);
            if (answer.verdicts().charAt(i) != AppendAnswer.APPENDED) {
                report(entry, answer.verdicts().charAt(i) == AppendAnswer.REUSED);
                continue;
            }
            seq++;
            changes.appended(Kept.of(entry, answer.end().epoch(), seq, answer.changedAt()));
        }
    }

    private void report(Entry entry, boolean reused) {
        if (reused) {
            duplicates.reused(entry);
        } else {
            duplicates.repeated();
        }
    }

    private byte[] forgettable() {
        return RedisText.number(Math.max(0, changes.forgettableBefore().toEpochMilli()));
    }

    static byte[] tag(long tag) {
        return HEX.toHexDigits(tag).getBytes(UTF_8);
    }

    private static byte[] millis(Duration duration) {
        return RedisText.number(duration.toMillis());
    }
}
