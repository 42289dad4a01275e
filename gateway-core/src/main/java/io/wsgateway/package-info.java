/**
 * The gateway as a library: {@link io.wsgateway.Gateway#builder()} collects the parts, {@link io.wsgateway.Gateway} runs
 * them. Plain constructors; no annotations, no class-path scanning, no shutdown hook.
 */
@NullMarked
package io.wsgateway;

import org.jspecify.annotations.NullMarked;
