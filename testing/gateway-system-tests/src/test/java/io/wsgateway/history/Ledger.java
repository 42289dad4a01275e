package io.wsgateway.history;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** How many events of each guild have been sent off. Thread-safe. */
public final class Ledger {
    private final Map<String, AtomicInteger> sent;

    public Ledger(List<String> guilds) {
        sent = guilds.stream().collect(Collectors.toMap(guild -> guild, guild -> new AtomicInteger()));
    }

    /** The number of the guild's next event, which is about to be sent off. */
    int send(String guild) {
        return counter(guild).getAndIncrement();
    }

    public int sent(String guild) {
        return counter(guild).get();
    }

    public long total() {
        return sent.values().stream().mapToLong(AtomicInteger::get).sum();
    }

    private AtomicInteger counter(String guild) {
        AtomicInteger counter = sent.get(guild);
        if (counter == null) {
            throw new IllegalArgumentException("Nobody publishes for " + guild);
        }
        return counter;
    }
}
