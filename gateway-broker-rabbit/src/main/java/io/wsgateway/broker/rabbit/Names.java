package io.wsgateway.broker.rabbit;

/** What is called how in RabbitMQ: a contract with every service that publishes. */
final class Names {
    static final String EVENTS = "gateway.events";
    static final String HASH = "gateway.events.hash";
    static final String HASH_TYPE = "x-consistent-hash";
    static final String DEAD = "gateway.dead";

    private Names() {}
}
