/** The edge to RabbitMQ: it will hold the {@code EventSource} that reads partitions in order and acknowledges what the log has; nothing is in it yet. */
@NullMarked
package io.wsgateway.broker.rabbit;

import org.jspecify.annotations.NullMarked;
