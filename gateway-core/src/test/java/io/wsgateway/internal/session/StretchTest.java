package io.wsgateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.log.Chunk;
import io.wsgateway.internal.log.Keys;
import io.wsgateway.internal.log.Ring;
import io.wsgateway.internal.log.RingAtWork;
import io.wsgateway.model.Place;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
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

    @Test
    void walkingLinksAndLookingAtEachSlotFindTheSame() {
        Random random = new Random(7);
        RingAtWork work = new RingAtWork(3_600_000, 64);
        for (int i = 0; i < 6000; i++) {
            work.append(RingAtWork.message("g" + random.nextInt(400), 0));
        }
        Place end = work.last();
        for (int round = 0; round < 300; round++) {
            int from = random.nextInt(6000);
            Set<String> guilds = random.ints(5, 0, 400).mapToObj(g -> "g" + g).collect(Collectors.toSet());
            long[] keys = guilds.stream().mapToLong(Keys::guild).sorted().toArray();
            long position =
                    work.ring.find(new Place("e", from, from), work.end()).position();

            List<Long> walked = new ArrayList<>();
            for (long at = position; at < work.end(); ) {
                Stretch stretch = Stretch.collect(work.ring, at, work.end(), end, keys);
                IntStream.range(0, stretch.count()).forEach(i -> walked.add(stretch.hit(i)));
                at = stretch.end();
            }
            List<Long> seen = new ArrayList<>();
            for (long at = position; at < work.end(); at++) {
                Chunk chunk = work.ring.chunk(at);
                if (Arrays.binarySearch(keys, chunk.key((int) (at - chunk.base()))) >= 0) {
                    seen.add(at);
                }
            }
            assertThat(walked).as("from %d", from).isEqualTo(seen);
        }
    }
}
