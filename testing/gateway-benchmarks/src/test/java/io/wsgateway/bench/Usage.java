package io.wsgateway.bench;

import java.io.IOException;

/** Clock and CPU times, in ns: of the server, of this client, of the whole machine. */
record Usage(long wall, long server, long client, MachineTimes machine) {

    static Usage now(ServerProcess server) throws IOException {
        return new Usage(System.nanoTime(), server.ask("cpu"), BenchServer.cpuNanos(), MachineTimes.now());
    }

    Usage since(Usage before) {
        return new Usage(
                wall - before.wall, server - before.server, client - before.client, machine.since(before.machine));
    }

    /** The server's share of a core, in %. */
    double serverShare() {
        return 100.0 * server / wall;
    }

    double clientShare() {
        return 100.0 * client / wall;
    }

    /** What others used, in % of a core. */
    double foreignShare() {
        return Math.max(0, 100.0 * (machine.busy() - server - client) / wall);
    }

    /** What the host took away, in % of a core. */
    double stolenShare() {
        return 100.0 * machine.stolen() / wall;
    }
}
