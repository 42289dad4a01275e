package io.wsgateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The service that keeps one guild: publishes its messages and memberships to RabbitMQ, in one order. For one thread. */
final class GuildService {
    private static final AtomicInteger EVENTS = new AtomicInteger();

    private final AmqpPublisher publisher;
    private final String guild;

    GuildService(AmqpPublisher publisher, String guild) {
        this.publisher = publisher;
        this.guild = guild;
    }

    /** The n-th message in the guild. */
    GuildService message(int n) {
        return publish("{\"event\":\"message.create\",\"guildId\":\"" + guild + "\",\"data\":{\"n\":" + n + "}}");
    }

    /** A user has left, or was made to. */
    GuildService remove(String user) {
        return toUsers("guild.delete", "{\"guildId\":\"" + guild + "\"}", user);
    }

    /** A user has joined. */
    GuildService admit(String user) {
        return toUsers("guild.create", "{\"guild\":{\"_id\":\"" + guild + "\",\"name\":\"A guild\"}}", user);
    }

    /** An event that reaches users behind all that was published before, whatever they are subscribed to. */
    GuildService mark(String name, String... users) {
        return toUsers(name, "{\"guildId\":\"" + guild + "\"}", users);
    }

    private GuildService toUsers(String event, String data, String... users) {
        String ids = Arrays.stream(users).map(user -> "\"" + user + "\"").collect(Collectors.joining(","));
        return publish("{\"event\":\"" + event + "\",\"userIds\":[" + ids + "],\"data\":" + data + "}");
    }

    private GuildService publish(String body) {
        publisher.publish(guild, "event-" + EVENTS.incrementAndGet(), body.getBytes(UTF_8));
        return this;
    }
}
