package io.wsgateway;

import java.time.Duration;

/**
 * How an instance leaves.
 *
 * @param delay between "not ready" and the stop of the source: time for load balancers to notice; default 0
 * @param timeout of all that follows; who is still connected 2 s before its end is closed with 1012; default 30 s
 * @param rate connections asked to leave per second; default 2000
 */
public record DrainConfig(Duration delay, Duration timeout, int rate) {
    /** Connections that don't take their close frame, and the parts' own end. */
    private static final Duration END = Duration.ofSeconds(5);

    public DrainConfig {
        ConfigRules.requireNotNegative(delay, "drain delay");
        ConfigRules.requirePositive(timeout, "drain timeout");
        ConfigRules.requirePositive(rate, "drain rate");
    }

    public static DrainConfig defaults() {
        return new DrainConfig(Duration.ZERO, Duration.ofSeconds(30), 2000);
    }

    /**
     * How long {@link Gateway#drain} and {@link Gateway#close} after it take together at most, as long as RabbitMQ and Redis answer:
     * {@code delay}, {@code timeout} and 5 s. Whatever ends the process for being slow to stop has to wait for longer.
     */
    public Duration longest() {
        return delay.plus(timeout).plus(END);
    }

    public DrainConfig withDelay(Duration value) {
        return new DrainConfig(value, timeout, rate);
    }

    public DrainConfig withTimeout(Duration value) {
        return new DrainConfig(delay, value, rate);
    }

    public DrainConfig withRate(int value) {
        return new DrainConfig(delay, timeout, value);
    }
}
