/** Clusters under load and under faults: what they promise, and how it is shown. */
@NullMarked
package io.wsgateway.faults;

import org.jspecify.annotations.NullMarked;
