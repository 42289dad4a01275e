/**
 * Clients by the thousand on one thread, on raw NIO: {@code ResumeStorm}, and what the benchmarks load servers with. Anything
 * that isn't as the protocol promises ends the run.
 */
@NullMarked
package io.wsgateway.crowd;

import org.jspecify.annotations.NullMarked;
