package io.wsgateway.sync.redis.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.commands.ProtocolCommand;

/** A command by its name; text in the answer is text. */
final class RedisCommand {
    private RedisCommand() {}

    static Object run(ConnectionPool client, String name, String... arguments) {
        ProtocolCommand command = () -> name.getBytes(UTF_8);
        CommandArguments all = new CommandArguments(command);
        for (String argument : arguments) {
            all.add(argument);
        }
        try (Connection connection = client.getResource()) {
            return readable(connection.executeCommand(all));
        }
    }

    private static Object readable(Object answer) {
        if (answer instanceof byte[] bytes) {
            return new String(bytes, UTF_8);
        } else if (answer instanceof List<?> list) {
            return list.stream().map(RedisCommand::readable).toList();
        } else if (answer instanceof Map.Entry<?, ?> field) {
            return List.of(readable(field.getKey()), readable(field.getValue()));
        }
        return String.valueOf(answer);
    }
}
