/**
 * The gateway as a library: {@link io.wsgateway.Gateway#builder()} collects the parts, {@link io.wsgateway.Gateway} runs
 * them. Plain constructors; no annotations, no class-path scanning, no shutdown hook.
 *
 * <pre>
 * Gateway         its states, from the start to the end
 *   RunningParts    starts and closes the parts that it was given (GatewayParts) and its own; Door is the transport's way in,
 *                   BusSink the source's way into the log, ClockThread the clock by which clients are judged
 *   PartsHealth     what they say of their health; Readiness whether clients are better sent elsewhere, HealthWatch counts
 *   DrainSequence   leaves in order
 * </pre>
 */
@NullMarked
package io.wsgateway;

import org.jspecify.annotations.NullMarked;
