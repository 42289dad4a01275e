package io.wsgateway.broker.rabbit;

// [imports]
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
// [/imports]

/** What the page on publishing shows. */
final class PublishingExample {
    private PublishingExample() {}

    // [publishing]
    static void publish(String uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri); // amqp://service:password@localhost:5672
        try (Connection connection = factory.newConnection("messages service");
                Channel channel = connection.createChannel()) {
            AtomicBoolean returned = new AtomicBoolean();
            channel.addReturnListener(message -> returned.set(true));
            channel.confirmSelect();

            String body = "{\"event\":\"message.create\",\"guildId\":\"general\",\"data\":{\"content\":\"Hello!\"}}";
            BasicProperties properties = new BasicProperties.Builder()
                    .messageId(UUID.randomUUID().toString())
                    .contentType("application/json")
                    .deliveryMode(2)
                    .build();
            channel.basicPublish("gateway.events", "general", true, properties, body.getBytes(UTF_8));
            channel.waitForConfirmsOrDie(5_000);
            if (returned.get()) {
                throw new IOException("no queue took the event: has a gateway declared them?");
            }
        }
    }
    // [/publishing]
}
