package io.wsgateway.internal.support;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The times that a gateway goes by. Any thread.
 *
 * @param wall what tokens and the log name
 * @param awake monotonic, ns; stands while the process couldn't have read from its clients: for deadlines that a client can
 *     miss
 * @param running monotonic, ns; runs on while the process stands: for how much clients send, who go on sending meanwhile
 */
public record Clocks(InstantSource wall, LongSupplier awake, LongSupplier running) {}
