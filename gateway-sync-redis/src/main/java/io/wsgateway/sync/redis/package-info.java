/**
 * The log that several instances share, in Redis.
 *
 * <pre>
 * {@link io.wsgateway.sync.redis.RedisClusterBus}  the bus; {@link io.wsgateway.sync.redis.RedisConfig} its settings
 *
 * RedisAddress     what the URI says
 * Masters          where the master is: FixedMaster, or SentinelMasters ask each Sentinel
 * Master           the connections to it: ClientConfigs, Sockets, JedisVersion; ReplicaConfirmation that a replica has a write too
 * RedisLink        calls on them; Script what Redis runs as one step (the Lua files), RedisKeys the names there, RedisText what is said
 *
 * LogWriter        one script call per batch, and what its answer says: OutgoingBatch, BodyHash, AppendAnswer
 *   RedisAppender         a partition's batches, numbered under their claim, on BlockingCalls
 *   UnpartitionedAppends  everything else, in order, batched; and the audit
 *
 * PubSubListener   hears what is published: SubscriberConnection; MessageQueue passes it on within a bound
 * LogTailer        takes what continues its place, reads what it missed: LogReader, StoredBatch; LogTailerThread runs it,
 *                  and has it read what an audit finds that it missed; FollowerCursor whom it tells, and how far
 *
 * KeptStore        changes that outlive the window: KeptVersions, Clamp; KeptChangesCache those that this instance can put back
 * HighWaterMark    the furthest place seen: what Redis must still have
 *
 * Presence         who shares the partitions; Agreement whether their settings agree; ClockCheck their clocks
 * StartChecks      what is looked at once: Probe
 * HealthTracker    what operators are told: RedisFailure, TroubleLog
 * PeriodicTasks    what is done every few seconds; Backoff when a call is tried again
 * </pre>
 */
@NullMarked
package io.wsgateway.sync.redis;

import org.jspecify.annotations.NullMarked;
