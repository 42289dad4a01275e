package io.wsgateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.log.Ring;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StretchTest {
    private final Stage stage = new Stage(1, Stage.POLICY, new Ring(120_000, 64 << 20), GuildAccess.CLAIM);

    @Test
    void entryAcrossWhichAStretchEndsIsNotLost() {
        String[] guilds = IntStream.range(0, 16).mapToObj(i -> "g" + i).toArray(String[]::new);
        // One slot, so that the bounded looks at 4,096 slots that follow end among the 16 slots of an entry.
        stage.publish(Stage.event("other", 0));
        stage.settle();
        String cursor = stage.cursor(stage.identified("somebody"));
        for (int n = 0; n < 600; n++) {
            stage.publish(Stage.toGuilds(n, guilds));
        }
        stage.settle();

        for (String guild : guilds) {
            InMemoryClient client = stage.connect();
            client.send(Say.resume("user " + guild, cursor, null, guild));
            stage.settle();
            assertThat(Reply.numbers(client))
                    .as(guild)
                    .containsExactlyElementsOf(IntStream.range(0, 600).boxed().toList());
            client.cut();
            stage.settle();
        }
    }
}
