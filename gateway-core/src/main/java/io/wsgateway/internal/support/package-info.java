/**
 * Helpers of core's packages, for nobody else: tasks that are queued without memory of their own ({@code LinkedTask}, {@code
 * LinkedTaskQueue}) and threads with names ({@code NamedThreads}).
 */
@NullMarked
package io.wsgateway.internal.support;

import org.jspecify.annotations.NullMarked;
