package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import org.junit.jupiter.api.Test;

class PublishingExampleIT extends RabbitCase {

    @Test
    void whatThePageShowsArrives() throws Exception {
        started(host.config("a"), log.join("a"));
        PublishingExample.publish(host.url());
        await().until(() -> log.entries().size() == 1);
        assertThat(log.entries().get(0).event().data()).hasToString("{\"content\":\"Hello!\"}");
    }

    @Test
    void whereNoQueueIsItSaysSo() throws Exception {
        host.channel().exchangeDeclare("gateway.events", "topic", true);
        assertThatIOException()
                .isThrownBy(() -> PublishingExample.publish(host.url()))
                .withMessageContaining("no queue took the event");
    }
}
