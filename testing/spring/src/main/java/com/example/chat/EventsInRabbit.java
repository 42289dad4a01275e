// [rabbit]
package com.example.chat;

import java.util.Map;
import java.util.UUID;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.support.converter.Jackson2JsonMessageConverter;
import org.springframework.amqp.support.converter.MessageConverter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

@Component
class EventsInRabbit {
    private final RabbitTemplate rabbit;

    EventsInRabbit(RabbitTemplate rabbit) {
        this.rabbit = rabbit;
    }

    /** {@code data} is an object, such as a map or a record: the converter makes JSON of all of it, once. */
    void publish(String guildId, String name, Object data) {
        Map<String, Object> event = Map.of("event", name, "guildId", guildId, "data", data); // throws for a null
        rabbit.convertAndSend("gateway.events", guildId, event, message -> {
            message.getMessageProperties().setMessageId(UUID.randomUUID().toString());
            return message;
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Json {
        /** Boot gives it to its RabbitTemplate, which would send serialized Java objects without it. */
        @Bean
        MessageConverter json() {
            return new Jackson2JsonMessageConverter();
        }
    }
}
// [/rabbit]
