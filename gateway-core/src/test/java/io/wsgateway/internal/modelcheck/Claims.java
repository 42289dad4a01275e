package io.wsgateway.internal.modelcheck;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Event;
import io.wsgateway.model.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has a claim to, as it can be known from outside: how far it has been told that it has read, what it
 * asked for and since when.
 */
final class Claims {
    /**
     * A guild that it asked for.
     *
     * @param behind entries beyond this are due
     * @param rights membership changes beyond this end it
     */
    private record Asked(int behind, int rights) {}

    private final ReferenceModel law;
    private final ReferenceLog log;
    private final SharedModelState crowd;
    private final PendingCommands asks;
    private final Map<String, Asked> asked = new HashMap<>();
    /** Asked for, but nobody outside can tell since when, or whether it still holds. */
    private final Set<String> unsure = new HashSet<>();

    private final Set<String> sentGuilds = new HashSet<>();
    private final Set<String> sentUsers = new HashSet<>();

    private @Nullable Token token;
    private @Nullable SentCommand resume;
    private @Nullable Place begunAt;
    private int last = -1;
    private int begun;
    private boolean counted;
    private long replayed;
    private boolean live = true;

    Claims(ReferenceModel law, SharedModelState crowd, PendingCommands asks) {
        this.law = law;
        this.log = law.log();
        this.crowd = crowd;
        this.asks = asks;
    }

    boolean ready() {
        return token != null;
    }

    @Nullable
    Token token() {
        return token;
    }

    Token owner() {
        if (token == null) {
            throw new IllegalStateException("not identified");
        }
        return token;
    }

    int last() {
        return last;
    }

    void sent(SentCommand command) {
        if (resume == null) {
            doubtUnsubscribed();
        }
        if (command.is("GUILD_SUBSCRIBE")) {
            sentGuilds.add(command.guild());
        }
        sentGuilds.addAll(command.guilds());
        if (command.token() != null) {
            sentUsers.add(command.token().user());
            if (command.is("RESUME")) {
                crowd.resumes(command.token().user()).incrementAndGet();
            }
        }
        sentUsers.forEach(user -> crowd.asked(user, sentGuilds));
    }

    // Whether a silent command has happened yet can't be seen; while a resume goes on it waits.
    private void doubtUnsubscribed() {
        for (String guild : List.copyOf(asked.keySet())) {
            if (asks.mayHaveHappened("GUILD_UNSUBSCRIBE", guild)) {
                asked.remove(guild);
                unsure.add(guild);
            }
        }
    }

    void happened(SentCommand silent) {
        if (silent.is("GUILD_SUBSCRIBE") && !asked.containsKey(silent.guild())) {
            unsure.add(silent.guild());
        }
    }

    void mayBeBehind() {
        live = false;
    }

    void ended() {
        replayEnds();
        resume = null;
    }

    /** Nothing more is replayed, whether or not that could be told. */
    void replayEnds() {
        if (counted) {
            counted = false;
            crowd.replays(owner().user()).decrementAndGet();
        }
    }

    // ---- becoming somebody ----

    void identified(Token newToken, int n) {
        token = newToken;
        asked.keySet().removeIf(guild -> !law.permits(newToken, guild, n));
        unsure.removeIf(guild -> !law.permits(newToken, guild, n));
    }

    /** A resume has begun with the user's lane at a place; answers how many replays of the user run. */
    int begins(SentCommand command, Token owner, Place lane) {
        token = owner;
        resume = command;
        begunAt = lane;
        begun = log.count(lane);
        replayed = 0;
        int n = begun;
        Place cursor = ReferenceLog.parse(String.valueOf(command.cursor()));
        boolean near = cursor != null && cursor.epoch().equals(lane.epoch()) && cursor.seq() <= lane.seq();
        last = near ? log.count(cursor) : -1;
        for (String guild : command.guilds()) {
            if (law.permits(owner, guild, n)
                    && (asked.containsKey(guild) || asked.size() < crowd.limits.subscriptions())) {
                asked.put(guild, new Asked(Math.max(last, law.replayableFrom(owner, guild, n) - 1), n));
            }
        }
        counted = true;
        return crowd.replays(owner.user()).incrementAndGet();
    }

    boolean replaying() {
        return resume != null;
    }

    @Nullable
    SentCommand resume() {
        return resume;
    }

    /** How far the lane had read when the resume began. */
    Place begunAt() {
        if (begunAt == null) {
            throw new IllegalStateException("no resume");
        }
        return begunAt;
    }

    void replayedOne() {
        replayed++;
    }

    long replayed() {
        return replayed;
    }

    /** The resume is over, and nothing was recovered: what was asked for holds from here on. */
    void startsAfreshAt(int n) {
        mayBeBehind();
        asked.replaceAll((guild, old) -> new Asked(n, begun));
        last = n;
    }

    void resumed() {
        replayEnds();
        resume = null;
        doubtUnsubscribed();
    }

    /** Everything in front of {@code n} that hasn't come is lost, and the client knows. */
    void lostUpTo(int n) {
        for (String guild : List.copyOf(asked.keySet())) {
            if (law.ends(owner(), guild, asked.get(guild).rights(), n + 1)) {
                asked.remove(guild);
                unsure.add(guild);
            }
        }
        last = n;
    }

    // ---- subscriptions ----

    void subscribed(String guild, int n) {
        if (asks.mayHaveHappened("GUILD_UNSUBSCRIBE", guild)) {
            unsure.add(guild);
        } else {
            asked.putIfAbsent(guild, new Asked(n, n));
        }
    }

    void unsubscribed(String guild) {
        asked.remove(guild);
        unsure.remove(guild);
    }

    Set<String> asked() {
        return new TreeSet<>(asked.keySet());
    }

    boolean mayBeAtLimit() {
        return asked.size() + unsure.size() + asks.silent() >= crowd.limits.subscriptions();
    }

    // ---- what is due ----

    void moveTo(int n) {
        last = n;
        if (token != null) {
            asked.entrySet()
                    .removeIf(e -> law.ends(token, e.getKey(), e.getValue().rights(), n + 1));
        }
    }

    /** The next entry that has to come; {@link Integer#MAX_VALUE}: none so far. */
    int due() {
        if (token == null || last < 0) {
            return Integer.MAX_VALUE;
        }
        String user = owner().user();
        int toUser = firstThatCounts(n -> log.nextForUser(user, n), last);
        int due = Math.min(toUser, firstThatCounts(log::nextForEveryone, last));
        for (Map.Entry<String, Asked> guild : asked.entrySet()) {
            due = Math.min(due, dueOf(guild.getKey(), guild.getValue()));
        }
        return due;
    }

    private int dueOf(String guild, Asked since) {
        int n = firstThatCounts(after -> log.nextForGuild(guild, after), Math.max(last, since.behind()));
        return n != Integer.MAX_VALUE && law.ends(owner(), guild, since.rights(), n) ? Integer.MAX_VALUE : n;
    }

    private int firstThatCounts(IntUnaryOperator next, int after) {
        int n = next.applyAsInt(after);
        while (n != Integer.MAX_VALUE && !counts(n)) {
            n = next.applyAsInt(n);
        }
        return n;
    }

    // Whether an entry to a guild, user or everyone of this connection's has to come.
    private boolean counts(int n) {
        Event event = (Event) log.line(n).entry();
        return !isExcepted(event) && !(event.ephemeral() && (!live || resume != null));
    }

    private boolean isExcepted(Event event) {
        String user = owner().user();
        return (event.audience() instanceof Audience.Guilds to
                        && to.exceptUsers().contains(user))
                || (event.audience() instanceof Audience.Everyone all
                        && all.exceptUsers().contains(user));
    }

    /** Whether something that isn't due may come all the same. */
    boolean mayHave(int n, Event event) {
        if (isExcepted(event) || last < 0) {
            return false;
        }
        if (event.audience() instanceof Audience.Guilds to) {
            return to.ids().stream().anyMatch(guild -> mayHave(n, event, guild));
        }
        return event.audience() instanceof Audience.Users to ? to.ids().contains(owner().user()) : true;
    }

    private boolean mayHave(int n, Event event, String guild) {
        Asked own = asked.get(guild);
        if (own != null && n > own.behind() && !law.ends(owner(), guild, own.rights(), n)) {
            return event.ephemeral();
        }
        boolean wanted = unsure.contains(guild)
                || asks.mayHaveHappened("GUILD_SUBSCRIBE", guild)
                || crowd.mayShare(owner().user(), guild);
        return (resume == null || n > begun) && wanted && law.permits(owner(), guild, n - 1);
    }
}
