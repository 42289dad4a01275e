package io.wsgateway.e2e;

import io.wsgateway.crowd.EventText;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.EntryBatch;
import io.wsgateway.spi.Kept;
import io.wsgateway.sync.redis.RedisClusterBus;
import io.wsgateway.sync.redis.RedisConfig;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts events into the log as fast as Redis takes them, as an instance would that does nothing else. They go round the
 * guilds: each has its n-th event before any has the next. For one thread.
 */
final class LogFiller implements ClusterBus.Follower, AutoCloseable {
    private final RedisClusterBus bus;
    private final int guilds;
    private long appended;

    LogFiller(URI redis, int guilds) {
        this.guilds = guilds;
        bus = new RedisClusterBus(RedisConfig.at(redis, "filler"));
        bus.start(this);
        WireClient.patiently("log").until(() -> bus.health().up());
    }

    /** The next event of so many guilds, as one batch. */
    void append(int events) {
        List<Entry> batch = new ArrayList<>();
        for (int i = 0; i < events; i++, appended++) {
            batch.add(EventText.event((int) (appended % guilds), appended / guilds));
        }
        bus.append(batch).toCompletableFuture().join();
    }

    /** The guild that is the last to have its event in each round. */
    String lastGuild() {
        return EventText.guildId(guilds - 1);
    }

    /**
     * The next event of each guild; answers the cursor behind the last.
     *
     * @param client is subscribed to the last guild, and so it is given that cursor
     */
    String round(WireClient client) {
        append(guilds);
        return client.awaitEvent(EventText.NAME).get("cursor").asText();
    }

    /** How many events of this guild there are. */
    long eventsOf(int guild) {
        return appended / guilds + (guild < appended % guilds ? 1 : 0);
    }

    @Override
    public void onKept(Iterable<Kept> changes) {}

    @Override
    public void onBatch(Place last, Instant when, Instant changedAt, EntryBatch entries) {}

    @Override
    public void onGap(Place resumedAt) {}

    @Override
    public void onCaughtUp() {}

    @Override
    public void close() {
        bus.close();
    }
}
