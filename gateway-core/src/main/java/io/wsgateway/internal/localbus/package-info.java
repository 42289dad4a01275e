/**
 * The log of an instance that runs alone: {@code LocalClusterBus}. {@code Deduplicator} takes out what comes twice, by {@code
 * RecentIds}. Knows nothing of the ring that follows it.
 */
@NullMarked
package io.wsgateway.internal.localbus;

import org.jspecify.annotations.NullMarked;
