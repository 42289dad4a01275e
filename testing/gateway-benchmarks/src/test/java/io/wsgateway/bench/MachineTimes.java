package io.wsgateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU time of the whole machine, in ns summed over its cores: what everybody used, and what the host took away. Zeros where
 * the system doesn't say.
 */
record MachineTimes(long busy, long stolen) {
    /** A tick of {@code /proc/stat}: user, nice, system, idle, iowait, irq, softirq, steal. */
    private static final long TICK = 10_000_000;

    static MachineTimes now() throws IOException {
        Path stat = Path.of("/proc/stat");
        if (!Files.exists(stat)) {
            return new MachineTimes(0, 0);
        }
        String[] ticks = Files.readAllLines(stat).get(0).split(" +");
        long busy = 0;
        for (int field : new int[] {1, 2, 3, 6, 7}) {
            busy += Long.parseLong(ticks[field]);
        }
        return new MachineTimes(busy * TICK, Long.parseLong(ticks[8]) * TICK);
    }

    MachineTimes since(MachineTimes before) {
        return new MachineTimes(busy - before.busy, stolen - before.stolen);
    }
}
