package io.wsgateway;

/**
 * What this instance carries now.
 *
 * @param connections identified connections
 * @param guilds distinct guilds with a subscriber
 */
public record GatewayStats(int connections, int guilds) {}
