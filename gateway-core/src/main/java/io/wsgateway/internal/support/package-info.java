/** Small helpers of the rooms: no promise to anybody outside of the gateway. */
@NullMarked
package io.wsgateway.internal.support;

import org.jspecify.annotations.NullMarked;
