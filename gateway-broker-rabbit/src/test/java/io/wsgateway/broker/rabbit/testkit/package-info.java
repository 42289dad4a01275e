/** A RabbitMQ of one's own to test with: {@link io.wsgateway.broker.rabbit.testkit.RabbitServer}. */
@NullMarked
package io.wsgateway.broker.rabbit.testkit;

import org.jspecify.annotations.NullMarked;
