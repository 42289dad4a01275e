/**
 * The edge to RabbitMQ: {@link io.wsgateway.broker.rabbit.RabbitEventSource} brings events into the log, {@link
 * io.wsgateway.broker.rabbit.RabbitPublisher} publishes them as services do; both are configured by {@link
 * io.wsgateway.broker.rabbit.RabbitConfig}. Inside: {@code Link} keeps a connection of {@code Connector}, and {@code
 * Topology} sees to exchanges and queues; a {@code Relay} per partition takes deliveries from its {@code Intake} in a {@code
 * Batch}, claims, appends ({@code Steps} tries until it is known) and acknowledges; {@code SinkWatch} and {@code Balance}
 * with {@code Shares} and {@code Tenure} say when it lets go; {@code DeadLetters} takes the poison, through {@code
 * Publishing} with {@code Confirms} and {@code Frames}. What a message may not do to the others: {@code Sieve} looks at its
 * frames before the client library does, {@code Reader} reads it in an {@code Attempt}, {@code Burial} sends less of it where
 * RabbitMQ refuses it.
 */
@NullMarked
package io.wsgateway.broker.rabbit;

import org.jspecify.annotations.NullMarked;
