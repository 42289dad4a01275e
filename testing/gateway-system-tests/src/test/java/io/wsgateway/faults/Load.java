package io.wsgateway.faults;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What a cluster carries while faults happen to it.
 *
 * @param perSecond events of all services together
 * @param guildsEach subscriptions of one session
 */
record Load(int guilds, int services, double perSecond, int sessions, int guildsEach) {
    /** 2,000 events a second for 50 guilds, or as {@code -Dload.rate} says. */
    static Load usual() {
        return new Load(50, 4, Integer.getInteger("load.rate", 2_000), 20, 5);
    }

    Load at(double rate) {
        return new Load(guilds, services, rate, sessions, guildsEach);
    }

    List<String> guildNames() {
        return IntStream.range(0, guilds).mapToObj(guild -> "guild" + guild).toList();
    }

    /** The guilds of one session. */
    List<String> some(Random random) {
        return random.ints(0, guilds)
                .distinct()
                .limit(guildsEach)
                .mapToObj(guild -> "guild" + guild)
                .toList();
    }
}
