/** The edge to Redis: it will hold the {@code ClusterBus} that several instances share; nothing is in it yet. */
@NullMarked
package io.wsgateway.sync.redis;

import org.jspecify.annotations.NullMarked;
