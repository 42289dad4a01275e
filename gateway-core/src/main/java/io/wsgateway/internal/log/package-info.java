/**
 * The log on this instance: {@link io.wsgateway.internal.log.LocalClusterBus} is a log within this process. No promise to
 * anybody outside of the gateway.
 */
@NullMarked
package io.wsgateway.internal.log;

import org.jspecify.annotations.NullMarked;
