/**
 * The log that several instances share, in Redis.
 *
 * <pre>
 * {@link io.wsgateway.sync.redis.RedisClusterBus}  the bus; {@link io.wsgateway.sync.redis.RedisConfig} its settings
 * RedisAddress     what the URI says; Masters where the master is (SentinelMasters asks each Sentinel)
 * Master           the connections to it, made by Clients; SecondCopy that a replica has what it acknowledges
 * RedisLink        calls on them; Script what Redis runs as one step (the Lua files), Keys the names there
 *
 * LogAppends       one script call per batch, and what its answers teach
 *   RedisAppender    a partition's batches, numbered under their claim; CallThreads they block on
 *   SharedAppends    everything else, in order, batched; and the audit
 *   OutgoingBatch, AppendAnswer, BodyHash, Skipped
 *
 * Subscription     hears what is published, HandOff passes it on within a bound
 * LogFollower      takes what continues its place, reads (LogReader) what it missed; ToldFollower how far it is
 *   StoredBatch      a batch as it is stored and published
 *   KeptStream       changes that outlive the window; KnownChanges those that this instance can put back
 *
 * KnownPlace       the furthest place seen: what Redis must still have
 * Presence         who shares the partitions; StartChecks, Condition, RedisFailure, Backoff what operators are told
 * </pre>
 */
@NullMarked
package io.wsgateway.sync.redis;

import org.jspecify.annotations.NullMarked;
