package io.wsgateway;

import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.Component;
import io.wsgateway.spi.EventSource;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.spi.TokenVerifier;
import io.wsgateway.spi.Transport;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway is given.
 *
 * @param eventSource null: events come by {@link Gateway#publish} only
 * @param others whose health counts, by name; who made them starts and closes them
 * @param metrics never throws
 */
record GatewayParts(
        Transport transport,
        TokenVerifier tokenVerifier,
        ClusterBus clusterBus,
        @Nullable EventSource eventSource,
        GuildAccess guildAccess,
        Map<String, Component> others,
        GatewayMetrics metrics,
        GatewayConfig config) {}
