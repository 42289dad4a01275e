/**
 * The edge to RabbitMQ.
 *
 * <pre>
 * {@link io.wsgateway.broker.rabbit.RabbitEventSource}  brings events into the log
 * {@link io.wsgateway.broker.rabbit.RabbitPublisher}    publishes them as services do
 * {@link io.wsgateway.broker.rabbit.RabbitConfig}       their settings; RabbitAddress what the URI says, Tls its certificates
 *
 * Connector              opens a connection to one of the addresses: FilteringConnectionFactory, DirectExecutor
 * ConnectionSupervisor   keeps one open, with exponential backoff (Backoff)
 * FrameFilter            looks at each frame before the client library does: FrameParts, ContentHeader; Mark what it did
 *
 * Topology               exchanges, queues and bindings; TopologyWatch looks every few seconds whether they are there (TopologyHealth)
 *   Partition            one queue, and the order of its events; HashBindings binds them to the hash exchange
 *   Names, Entity        an exchange or a queue; Declarations how it is declared
 *   RequiredProperties   which of its properties a promise needs: Difference, Remedies, UnfitTopologyException
 *
 * PartitionRelay         one partition's events, from RabbitMQ into the log: claims, appends, acknowledges, on a RelayConnection
 *   PartitionConsumer    takes deliveries (Delivery) within a bound: PrefetchLimit, OversizeBudget
 *   Batch                reads them (Reader, Attempt, Encodings) into one append; Retry repeats a step until it has succeeded
 *   LogProbe             whether the log can be reached from here; StalledPartitions why one stands still
 *   CurrentAssignment    who should have which partition (PartitionAssignment); HandoverBackoff when it is let go
 *
 * DeadLetters            poison messages (PoisonMessage) go to gateway.dead: DeadLetterBatch, less of one that is refused
 *   DeadLetterRetryPolicy  for how long that is tried here
 *
 * ConfirmingPublisher    publishes with confirms: ConfirmChannel, PendingConfirms, AmqpLimits; RouteCheck whether a partition can be reached
 *
 * AmqpErrors             what went wrong, for operators, in OneLine; RateLimitedLog what others can cause at will
 * </pre>
 */
@NullMarked
package io.wsgateway.broker.rabbit;

import org.jspecify.annotations.NullMarked;
