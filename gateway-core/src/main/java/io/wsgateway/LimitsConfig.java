package io.wsgateway;

import java.time.Duration;

/**
 * What one client can take up.
 *
 * @param messageBytes a longer message closes with 1009; default 16 KiB, which holds a {@code RESUME} with 200 guilds
 * @param messagesPerMinute that a connection may send, as many at once too; more are answered {@code RATE_LIMITED}, and who goes
 *     on is closed with 4008; default 300
 * @param subscriptions per connection; default 200
 * @param connectionsPerUser identified ones on this instance; the newest beyond is closed with 4302; default 20
 * @param queueBytes outbound queue of a connection, beyond which it reads on from the window at its own pace; default
 *     256 KiB
 * @param queueStall a connection whose full queue lets go of less than 1 KiB a second for this long is cut off with 4101;
 *     default 10 s
 */
public record LimitsConfig(
        int messageBytes,
        int messagesPerMinute,
        int subscriptions,
        int connectionsPerUser,
        long queueBytes,
        Duration queueStall) {
    public LimitsConfig {
        ConfigRules.requirePositive(messageBytes, "message bytes");
        ConfigRules.requirePositive(messagesPerMinute, "messages per minute");
        ConfigRules.requirePositive(subscriptions, "subscriptions");
        ConfigRules.requirePositive(connectionsPerUser, "connections per user");
        ConfigRules.requirePositive(queueBytes, "queue bytes");
        ConfigRules.requirePositive(queueStall, "queue stall");
    }

    public static LimitsConfig defaults() {
        return new LimitsConfig(16 << 10, 300, 200, 20, 256 << 10, Duration.ofSeconds(10));
    }

    public LimitsConfig withMessageBytes(int value) {
        return new LimitsConfig(value, messagesPerMinute, subscriptions, connectionsPerUser, queueBytes, queueStall);
    }

    public LimitsConfig withMessagesPerMinute(int value) {
        return new LimitsConfig(messageBytes, value, subscriptions, connectionsPerUser, queueBytes, queueStall);
    }

    public LimitsConfig withSubscriptions(int value) {
        return new LimitsConfig(messageBytes, messagesPerMinute, value, connectionsPerUser, queueBytes, queueStall);
    }

    public LimitsConfig withConnectionsPerUser(int value) {
        return new LimitsConfig(messageBytes, messagesPerMinute, subscriptions, value, queueBytes, queueStall);
    }

    public LimitsConfig withQueueBytes(long value) {
        return new LimitsConfig(messageBytes, messagesPerMinute, subscriptions, connectionsPerUser, value, queueStall);
    }

    public LimitsConfig withQueueStall(Duration value) {
        return new LimitsConfig(messageBytes, messagesPerMinute, subscriptions, connectionsPerUser, queueBytes, value);
    }
}
