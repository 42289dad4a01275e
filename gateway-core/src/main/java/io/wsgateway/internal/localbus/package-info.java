/**
 * The log of an instance that runs alone: {@code LocalClusterBus}, which lets one caller at a time at its {@code LocalLog}.
 * {@code Deduplicator} takes out what comes twice, by {@code RecentIds}. Knows nothing of the ring that follows it.
 */
@NullMarked
package io.wsgateway.internal.localbus;

import org.jspecify.annotations.NullMarked;
