/**
 * The edges of the gateway: what it asks of whoever brings events ({@link io.wsgateway.spi.EventSource}), keeps the
 * instances in step ({@link io.wsgateway.spi.ClusterBus}), checks tokens ({@link io.wsgateway.spi.TokenVerifier}, {@link
 * io.wsgateway.spi.GuildAccess}), carries connections ({@link io.wsgateway.spi.Transport}) and counts ({@link
 * io.wsgateway.spi.GatewayMetrics}). The module {@code gateway-testkit} has contract tests; extend them to check an edge
 * of your own.
 */
@NullMarked
package io.wsgateway.spi;

import org.jspecify.annotations.NullMarked;
