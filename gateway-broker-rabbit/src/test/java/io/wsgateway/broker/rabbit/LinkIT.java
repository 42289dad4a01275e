package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class LinkIT extends RabbitCase {

    @Test
    void aConnectionThatEndsAgainAndAgainIsMadeAnewAfterAtLeastHalfASecondEachTime() {
        List<Long> uses = new CopyOnWriteArrayList<>();
        RabbitConfig config = host.config("a");
        try (Link link = new Link(config, new Connector(config), "a test")) {
            link.start((connection, works) -> {
                uses.add(System.nanoTime());
                throw new IllegalStateException("it ends");
            });
            await().until(() -> uses.size() == 4);
            assertThat(link.health().reason()).contains("it ends");
        }
        for (int i = 1; i < uses.size(); i++) {
            assertThat((uses.get(i) - uses.get(i - 1)) / 1_000_000).isGreaterThanOrEqualTo(500);
        }
    }
}
