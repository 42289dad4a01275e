package io.wsgateway;

import java.time.Duration;

/**
 * How far back a client can resume: by time, and by the memory that the window may take.
 *
 * @param window default 120 s
 * @param bytes payload bytes held at most; default 256 MiB, at most a quarter of the heap
 */
public record ResumeConfig(Duration window, long bytes) {
    public ResumeConfig {
        ConfigRules.requirePositive(window, "resume window");
        ConfigRules.requirePositive(bytes, "resume bytes");
    }

    public static ResumeConfig defaults() {
        return new ResumeConfig(
                Duration.ofMinutes(2), Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 4));
    }

    public ResumeConfig withWindow(Duration value) {
        return new ResumeConfig(value, bytes);
    }

    public ResumeConfig withBytes(long value) {
        return new ResumeConfig(window, value);
    }
}
