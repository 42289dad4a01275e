package io.wsgateway.transport.tyrus;

import io.wsgateway.spi.ClientNetwork;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many connections each client has, and no more than it may. Holds those only that have one. Thread-safe. */
final class AddressCounts {
    private final int most;
    private final Map<ClientNetwork, Count> counts = new HashMap<>();

    /** Guarded by the counts that it is one of. */
    private static final class Count {
        private int connections;
    }

    /** @param most connections of a client; 0: any number, and nothing is counted */
    AddressCounts(int most) {
        this.most = most;
    }

    /** One more of a client's; what has to be run when it has ended, which takes no memory. Null: that would be one too many. */
    synchronized @Nullable Runnable take(ClientNetwork client) {
        if (most == 0) {
            return () -> {};
        }
        Count count = counts.computeIfAbsent(client, newcomer -> new Count());
        if (count.connections == most) {
            return null;
        }
        Runnable giveBack = () -> giveBack(client, count);
        count.connections++;
        return giveBack;
    }

    /** How many clients have a connection. */
    synchronized int clients() {
        return counts.size();
    }

    private synchronized void giveBack(ClientNetwork client, Count count) {
        if (--count.connections == 0) {
            counts.remove(client);
        }
    }
}
