/**
 * The log on this instance: {@link io.wsgateway.internal.log.RingFollower} follows it, {@link
 * io.wsgateway.internal.log.RingWriter} keeps its last part in the {@link io.wsgateway.internal.log.Ring}, which lanes
 * and resuming sessions read; {@link io.wsgateway.internal.log.ControlEntries} carries what nothing may overwrite; {@link
 * io.wsgateway.internal.log.LocalClusterBus} is a log within this process. No promise to anybody outside of the gateway.
 */
@NullMarked
package io.wsgateway.internal.log;

import org.jspecify.annotations.NullMarked;
