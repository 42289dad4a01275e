package com.example.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.wsgateway.protocol.Envelope;
import io.wsgateway.protocol.Envelope.Reading;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.core.MessagePostProcessor;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.support.converter.MessageConverter;
import org.springframework.amqp.support.converter.SimpleMessageConverter;

/** What becomes of an event on its way through a RabbitTemplate, and that the gateway takes it only where it is right. */
class ConversionTest {
    private static final Map<String, Object> EVENT =
            Map.of("event", "message.create", "guildId", "general", "data", Map.of("content", "Hello!"));

    private final MessageConverter json = new EventsInRabbit.Json().json();

    @Test
    void whatThePagePublishesIsAnEvent() {
        RabbitTemplate rabbit = mock(RabbitTemplate.class);
        new EventsInRabbit(rabbit).publish("general", "message.create", Map.of("content", "Hello!"));
        ArgumentCaptor<Object> event = ArgumentCaptor.forClass(Object.class);
        ArgumentCaptor<MessagePostProcessor> after = ArgumentCaptor.forClass(MessagePostProcessor.class);
        verify(rabbit).convertAndSend(eq("gateway.events"), eq("general"), event.capture(), after.capture());
        Message message = json.toMessage(event.getValue(), new MessageProperties());
        after.getValue().postProcessMessage(message);
        assertThat(read(message)).isInstanceOf(Reading.Valid.class);
        assertThat(message.getMessageProperties().getMessageId()).isNotBlank();
        assertThat(message.getMessageProperties().getDeliveryMode()).isEqualTo(MessageDeliveryMode.PERSISTENT);
        assertThatNullPointerException().isThrownBy(() -> new EventsInRabbit(rabbit).publish(null, "x", Map.of()));
    }

    @Test
    void trapsAreNoEvents() {
        assertThat(reason(new SimpleMessageConverter().toMessage(new HashMap<>(EVENT), new MessageProperties())))
                .isEqualTo("Send a body in valid UTF-8 without a byte order mark.");
        assertThat(reason(json.toMessage("{\"event\":\"message.create\"}", new MessageProperties())))
                .isEqualTo("Send a body that is a JSON object.");
        Map<String, Object> withoutGuild = new HashMap<>(EVENT);
        withoutGuild.put("guildId", null);
        assertThat(reason(json.toMessage(withoutGuild, new MessageProperties()))).isEqualTo("Send exactly one audience: guildId, guildIds, userIds or everyone: true.");
    }

    private static String reason(Message message) {
        return ((Reading.Poison) read(message)).reason();
    }

    private static Reading read(Message message) {
        byte[] body = message.getBody();
        return Envelope.read(body, 0, body.length, message.getMessageProperties().getMessageId(), null);
    }
}
