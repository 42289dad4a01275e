package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** The names of everything that the log has in Redis. */
final class RedisKeys {
    final byte[] meta;
    final byte[] log;
    final byte[] index;
    final byte[] kept;
    final byte[] instances;
    final byte[] agreed;
    final byte[] probe;
    final byte[] probed;
    final byte[] channel;
    private final String prefix;

    RedisKeys(String prefix) {
        this.prefix = prefix;
        meta = name("meta");
        log = name("log");
        index = name("index");
        kept = name("changes"); // "kept" was a stream, in versions before 0.1
        instances = name("instances");
        agreed = name("agreed");
        probe = name("probe");
        probed = name("probed");
        channel = name("batches");
    }

    /** Who owns a partition, and its last batch. */
    byte[] partition(String partition) {
        return name("part:" + partition);
    }

    /** What belongs to a partition. */
    List<byte[]> ofOwner(String partition) {
        return List.of(partition(partition), name("part:" + partition + ":ids"), name("part:" + partition + ":older"));
    }

    /** What a batch of a partition touches. */
    List<byte[]> ofPartition(String partition) {
        return List.of(
                meta,
                log,
                index,
                kept,
                name("part:" + partition + ":ids"),
                name("part:" + partition + ":older"),
                partition(partition));
    }

    /** What a batch without a partition touches: all of those share their ids. */
    List<byte[]> ofNoPartition() {
        return List.of(meta, log, index, kept, name("ids"), name("older"));
    }

    private byte[] name(String rest) {
        return (prefix + rest).getBytes(UTF_8);
    }
}
