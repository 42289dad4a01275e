package io.wsgateway.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * What one session was given over all its connections, checked as it comes: set equality over what it subscribed to, order
 * per guild, no id twice, every hole announced, cursors that never go back on a connection. Thread-safe.
 */
public final class SessionHistory {
    private final String session;
    private final List<String> cases = new ArrayList<>();
    private final Map<String, GuildHistory> guilds = new HashMap<>();
    private String lastCursor = "";
    private long foreign;
    private long backward;
    private long holes;

    public SessionHistory(String session) {
        this.session = session;
    }

    /**
     * A subscription was acknowledged.
     *
     * @param published how many events of the guild had been sent off by then, see {@link GuildHistory}
     */
    public synchronized void subscribed(String guild, int published) {
        guilds.computeIfAbsent(guild, id -> new GuildHistory(id, published, cases));
    }

    public synchronized boolean isSubscribed(String guild) {
        return guilds.containsKey(guild);
    }

    /** A new connection: its cursors say nothing about those of the last one. */
    public synchronized void connected() {
        lastCursor = "";
    }

    /** An event. */
    public synchronized void received(String guild, int number, String id, String cursor) {
        GuildHistory history = guilds.get(guild);
        if (history == null || !id.equals(Numbered.id(guild, number))) {
            foreign++;
            cases.add("not for this session: " + id + " of " + guild);
            return;
        }
        history.received(number);
        if (Cursors.isBehind(cursor, lastCursor)) {
            backward++;
            cases.add("the cursor went back: " + cursor + " after " + lastCursor);
        }
        lastCursor = cursor;
    }

    /**
     * It was told of a hole: {@code GAP}, 4200 or {@code recovered: false}.
     *
     * @param sent how many events of a guild had been sent off by then: later ones can't be in the hole
     */
    public synchronized void hole(ToIntFunction<String> sent) {
        holes++;
        lastCursor = "";
        guilds.forEach((guild, history) -> history.hole(sent.applyAsInt(guild)));
    }

    /** Events so far. */
    public synchronized long count() {
        return guilds.values().stream().mapToLong(guild -> guild.received).sum();
    }

    /** How often it was told of a hole. */
    public synchronized long holes() {
        return holes;
    }

    /** Whether it has the last event of each of its guilds. */
    public synchronized boolean hasAll(ToIntFunction<String> published) {
        return guilds.entrySet().stream().allMatch(guild -> guild.getValue().has(published.applyAsInt(guild.getKey())));
    }

    /** What is wrong, now that nothing more comes. */
    public synchronized Findings findings(ToIntFunction<String> published) {
        List<String> said = new ArrayList<>(cases);
        long lost = 0;
        long announced = 0;
        for (Map.Entry<String, GuildHistory> guild : guilds.entrySet()) {
            int all = published.applyAsInt(guild.getKey());
            int missing = guild.getValue().lost(all);
            if (missing > 0) {
                said.add(guild.getValue().missing(all));
            }
            lost += missing;
            announced += guild.getValue().announced(all);
        }
        long repeated =
                guilds.values().stream().mapToLong(guild -> guild.repeated).sum();
        long disordered =
                guilds.values().stream().mapToLong(guild -> guild.disordered).sum();
        return new Findings(
                count(),
                lost,
                repeated,
                disordered + backward,
                foreign,
                announced,
                holes,
                said.stream().limit(20).map(what -> session + ": " + what).toList());
    }
}
