package io.wsgateway;

import static java.util.Objects.requireNonNull;

import io.wsgateway.internal.localbus.LocalClusterBus;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.Component;
import io.wsgateway.spi.EventSource;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.spi.TokenVerifier;
import io.wsgateway.spi.Transport;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the parts of a gateway. Not thread-safe; used once. */
public final class GatewayBuilder {
    private @Nullable Transport transport;
    private @Nullable TokenVerifier tokenVerifier;
    private @Nullable ClusterBus clusterBus;
    private @Nullable EventSource eventSource;
    private final Map<String, Component> others = new LinkedHashMap<>();
    private GuildAccess guildAccess = GuildAccess.CLAIM;
    private GatewayMetrics metrics = GatewayMetrics.NONE;
    private GatewayConfig config = GatewayConfig.defaults();
    private boolean built;

    GatewayBuilder() {}

    /** Required. */
    public GatewayBuilder transport(Transport part) {
        transport = requireNonNull(part, "transport");
        return this;
    }

    /** Required. */
    public GatewayBuilder tokenVerifier(TokenVerifier part) {
        tokenVerifier = requireNonNull(part, "tokenVerifier");
        return this;
    }

    /** Without one: a log in this process. */
    public GatewayBuilder clusterBus(ClusterBus part) {
        clusterBus = requireNonNull(part, "clusterBus");
        return this;
    }

    /** Without one, events come through {@link Gateway#publish} only. */
    public GatewayBuilder eventSource(EventSource part) {
        eventSource = requireNonNull(part, "eventSource");
        return this;
    }

    /** Default: {@link GuildAccess#CLAIM}. */
    public GatewayBuilder guildAccess(GuildAccess part) {
        guildAccess = requireNonNull(part, "guildAccess");
        return this;
    }

    /** Where to count what happens, see {@code docs/reference/metrics.md}. Default: nowhere. */
    public GatewayBuilder metrics(GatewayMetrics part) {
        metrics = requireNonNull(part, "metrics");
        return this;
    }

    /**
     * Another part whose health counts as the gateway's, such as one that publishes for it. Who made it starts and closes it.
     *
     * @param name for operators, such as {@code publisher}
     */
    public GatewayBuilder component(String name, Component part) {
        others.put(requireNonNull(name, "name"), requireNonNull(part, "part"));
        return this;
    }

    /** Default: {@link GatewayConfig#defaults()}. */
    public GatewayBuilder config(GatewayConfig value) {
        config = requireNonNull(value, "config");
        return this;
    }

    /**
     * @throws IllegalStateException naming every required part that is missing, or the settings by which a token could outlive
     *     what is known about its user; and when a gateway was built before, since two can't share their parts
     */
    public Gateway build() {
        if (built) {
            throw new IllegalStateException("A builder builds one gateway: parts can't be shared");
        }
        List<String> missing = new ArrayList<>();
        if (transport == null) {
            missing.add("transport(...)");
        }
        if (tokenVerifier == null) {
            missing.add("tokenVerifier(...)");
        }
        if (transport == null || tokenVerifier == null) {
            throw new IllegalStateException("The gateway needs " + String.join(" and ", missing));
        }
        TokenLife.check(config, tokenVerifier, clusterBus);
        built = true;
        GatewayMetrics guarded = new GuardedMetrics(metrics);
        ClusterBus bus =
                clusterBus != null ? clusterBus : new LocalClusterBus(config.nodeId(), InstantSource.system(), guarded);
        return new Gateway(new GatewayParts(
                transport, tokenVerifier, bus, eventSource, guildAccess, Map.copyOf(others), guarded, config));
    }
}
