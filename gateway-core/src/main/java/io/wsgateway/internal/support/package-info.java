/**
 * Helpers of core's packages, for nobody else: tasks that are queued without memory of their own ({@code LinkedTask}, {@code
 * LinkedTaskQueue}), threads with names ({@code NamedThreads}), what is tried until it works ({@code PersistentRetry}), and the
 * times to go by ({@code Clocks}).
 */
@NullMarked
package io.wsgateway.internal.support;

import org.jspecify.annotations.NullMarked;
