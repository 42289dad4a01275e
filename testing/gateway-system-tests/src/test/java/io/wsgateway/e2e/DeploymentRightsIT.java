package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.wsgateway.broker.rabbit.testkit.RabbitServer;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The users that the page about several instances makes: its own commands, on real servers. */
@Tag("cluster")
class DeploymentRightsIT {
    private static final Path PAGE = Path.of("..", "..", "docs", "how-to", "run-several-instances.md");
    private static final Path SCRIPTS =
            Path.of("..", "..", "gateway-sync-redis", "src", "main", "resources", "io", "wsgateway", "sync", "redis");
    private static final String GUILD = "red";

    private List<String> commands;

    @BeforeEach
    void read() throws IOException {
        commands = Files.readString(PAGE)
                .replace(" \\\n", " ")
                .replaceAll("\\$\\w+_PASSWORD", "secret")
                .lines()
                .toList();
    }

    @Test
    void rightsOfThePageAreEnoughForGatewaysAndServices() throws Exception {
        try (RabbitServer rabbit = RabbitServer.start();
                RedisServer redis = RedisServer.running();
                RedisServer replica = RedisServer.replicaOf(redis)) {
            List<String[]> steps = words("rabbitmqctl ");
            String[] withoutConfigure = steps.get(steps.size() - 1);
            steps.subList(0, steps.size() - 1).forEach(rabbit::ctl);
            words("redis-cli ").forEach(acl -> redis.run(acl[0], tail(acl)));
            try (RunningGateway gateway = gateway(rabbit, redis);
                    AmqpPublisher service = new AmqpPublisher(amqp(rabbit, "messages-service"));
                    WireClient client = gateway.member("ann", GUILD)) {
                service.publish(GUILD, 1);
                assertThat(number(client)).isEqualTo(1);
                assertThatServiceMayDoNothingElse(rabbit);
                loseTheLog(redis, gateway, client);
            }
            rabbit.ctl(withoutConfigure);
            try (RunningGateway gateway = gateway(rabbit, redis);
                    WireClient client = gateway.member("ann", GUILD)) {
                gateway.publisher().publish(GUILD, 2);
                assertThat(number(client)).isEqualTo(2);
            }
            assertThat((List<?>) redis.run("ACL", "LOG")).isEmpty();
            assertThat(replica.run("EXISTS", "gw:log")).isEqualTo("1");
            assertThat(String.valueOf(redis.run("INFO", "commandstats"))).contains("cmdstat_wait");
        }
    }

    @Test
    void whatTheScriptsCallIsPermitted() throws IOException {
        String acl = String.join(" ", words("redis-cli ").get(0));
        try (Stream<Path> scripts = Files.list(SCRIPTS)) {
            for (Path script : scripts.toList()) {
                Pattern.compile("redis\\.call\\('(\\w+)'")
                        .matcher(Files.readString(script))
                        .results()
                        .forEach(call ->
                                assertThat(acl).contains(" +" + call.group(1).toLowerCase(Locale.ROOT)));
            }
        }
    }

    private static void assertThatServiceMayDoNothingElse(RabbitServer rabbit) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(amqp(rabbit, "messages-service"));
        try (Connection connection = factory.newConnection()) {
            Channel channel = connection.createChannel();
            assertThatThrownBy(() -> channel.queueBind("gateway.events.p0", "gateway.events.hash", "1"))
                    .hasStackTraceContaining("ACCESS_REFUSED");
        }
    }

    /** So that the gateway needs all of its rights: a new epoch, and a membership change to put back. */
    private static void loseTheLog(RedisServer redis, RunningGateway gateway, WireClient client) {
        gateway.publisher()
                .publish("{\"event\":\"guild.create\",\"userIds\":[\"ann\"],\"data\":{\"guildId\":\"blue\"}}");
        client.awaitEvent("guild.create");
        redis.run("FLUSHALL");
        client.awaitOp("GAP");
        WireClient.patiently("what was known is put back")
                .until(() -> redis.run("EXISTS", "gw:changes").equals("1"));
    }

    private static RunningGateway gateway(RabbitServer rabbit, RedisServer redis) {
        return new RunningGateway(
                "--rabbit-uri=" + amqp(rabbit, "ws-gateway"),
                "--redis-uri=redis://ws-gateway:secret@127.0.0.1:" + redis.port());
    }

    private static String amqp(RabbitServer rabbit, String user) {
        return "amqp://" + user + ":secret@127.0.0.1:" + rabbit.port() + "/chat";
    }

    private static int number(WireClient client) {
        return client.awaitEvent("message.create").get("data").get("n").asInt();
    }

    /** The arguments of each line that begins so, as a shell would pass them. */
    private List<String[]> words(String command) {
        return commands.stream()
                .filter(line -> line.startsWith(command))
                .map(line -> line.substring(command.length())
                        .replaceAll("['\"]", "")
                        .strip()
                        .split("\\s+"))
                .toList();
    }

    private static String[] tail(String[] words) {
        return Stream.of(words).skip(1).toArray(String[]::new);
    }
}
