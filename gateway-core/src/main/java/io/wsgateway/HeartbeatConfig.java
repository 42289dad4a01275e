package io.wsgateway;

import java.time.Duration;

/**
 * How connections show that they live.
 *
 * @param interval what clients are told; default 30 s
 * @param timeout a session without a heartbeat for this long is closed with 4009; default 60 s: one lost heartbeat must not
 *     drop a phone that changes cells
 * @param identify a connection whose token isn't accepted by then is closed with 4003; default 10 s
 */
public record HeartbeatConfig(Duration interval, Duration timeout, Duration identify) {
    public HeartbeatConfig {
        ConfigRules.requirePositive(interval, "heartbeat interval");
        ConfigRules.requirePositive(timeout, "heartbeat timeout");
        ConfigRules.requirePositive(identify, "identify timeout");
        if (timeout.compareTo(interval) <= 0) {
            throw new IllegalArgumentException(
                    "heartbeat timeout " + timeout + " must be longer than the interval " + interval);
        }
    }

    public static HeartbeatConfig defaults() {
        return new HeartbeatConfig(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(10));
    }

    public HeartbeatConfig withInterval(Duration value) {
        return new HeartbeatConfig(value, timeout, identify);
    }

    public HeartbeatConfig withTimeout(Duration value) {
        return new HeartbeatConfig(interval, value, identify);
    }

    public HeartbeatConfig withIdentify(Duration value) {
        return new HeartbeatConfig(interval, timeout, value);
    }
}
