package io.wsgateway.transport.tyrus;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Proxies whose word counts on who their client is. Thread-safe. */
final class TrustedProxies {
    private final List<AddressBlock> blocks;

    /** @param listed addresses and networks, as an {@link AddressBlock} takes them */
    TrustedProxies(List<String> listed) {
        blocks = listed.stream().map(AddressBlock::of).toList();
    }

    boolean include(InetAddress address) {
        for (AddressBlock block : blocks) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Who the client is by {@code X-Forwarded-For}: each proxy adds behind what was there whom it serves. So this goes back from the
     * last one, as long as it was a listed proxy that said so. Where that one said nothing, or no address, it is the client
     * itself: what stands further ahead anybody may have written.
     *
     * @param nearest who connected
     * @param lines the values of the header's lines
     * @return port 0 where it isn't who connected
     */
    InetSocketAddress client(InetSocketAddress nearest, List<String> lines) {
        if (lines.isEmpty() || !include(nearest.getAddress())) {
            return nearest;
        }
        String[] said = String.join(",", lines).split(",", -1);
        InetSocketAddress client = nearest;
        for (int i = said.length - 1; i >= 0 && include(client.getAddress()); i--) {
            @Nullable InetAddress before = AddressLiteral.beforePort(said[i].trim());
            if (before == null) {
                return client;
            }
            client = new InetSocketAddress(before, 0);
        }
        return client;
    }
}
