package io.wsgateway.broker.rabbit;

/**
 * A delivery that must not reach anybody.
 *
 * @param reason one sentence, without anything of the body in it
 */
record PoisonMessage(Delivery delivery, String reason) {}
