/** A Redis server for tests, and what can go wrong with one. */
@NullMarked
package io.wsgateway.sync.redis.testkit;

import org.jspecify.annotations.NullMarked;
