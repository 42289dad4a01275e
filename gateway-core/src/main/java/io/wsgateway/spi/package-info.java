/**
 * The edges of the gateway, and what helps to build them.
 *
 * <pre>
 * To implement
 *   EventSource           brings events
 *   ClusterBus            the log that keeps instances in step: EntryBatch, Kept
 *   TokenVerifier         checks tokens; GuildAccess what their users may read
 *   Transport             carries connections (Connection, Handshake)
 *   GatewayMetrics        counts
 *   Component, Health     what all of them have: a health, a liveness, an end
 *
 * Helpers for edges
 *   SupervisedThread      a thread that survives what is thrown and says when it is stuck; EndSignal ends it
 *   LeanQueue, Later      a queue and a timer (DelayedTasks) that work where memory is short; HeapRoom says whether it is
 *   AwakeClock            time without pauses of the process; SteadyTime a log's time without its jumps
 *   LogThrottle           a log line that others can cause, once an interval; DuplicateReporter that of ids that came before
 *   ClientNetwork         who is one client by its address; Gcra how much one may do in a time
 *   KeptChanges           what is kept of memberships, the newest of each; MembershipTable a million of them, MembershipRows
 *   TlsTrouble            what is wrong with TLS, for operators
 * </pre>
 *
 * The module {@code gateway-testkit} has contract tests; extend them to check an edge of your own.
 */
@NullMarked
package io.wsgateway.spi;

import org.jspecify.annotations.NullMarked;
