/**
 * The contract tests of the SPI and what they are made of. To check an edge of your own, extend its contract:
 * {@link io.wsgateway.testkit.ClusterBusContract} or {@link io.wsgateway.testkit.SharedClusterBusContract}, {@link
 * io.wsgateway.testkit.EventSourceContract} or {@link io.wsgateway.testkit.PartitionedEventSourceContract}, {@link
 * io.wsgateway.testkit.TokenVerifierContract}, {@link io.wsgateway.testkit.TransportContract}. To test what stands between
 * the edges, replace them: {@link io.wsgateway.testkit.InMemoryLog}, {@link io.wsgateway.testkit.InMemoryEventSource},
 * {@link io.wsgateway.testkit.InMemoryTransport}.
 */
@NullMarked
package io.wsgateway.testkit;

import org.jspecify.annotations.NullMarked;
