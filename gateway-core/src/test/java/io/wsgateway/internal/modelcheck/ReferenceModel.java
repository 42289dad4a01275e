package io.wsgateway.internal.modelcheck;

import io.wsgateway.internal.modelcheck.ReferenceLog.Line;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who may have what, said of the whole log at once: the model's own words for membership, the rule of 90 seconds, and what a
 * resume may replay.
 *
 * @param open every guild is everybody's
 * @param tokenLife of every token
 */
record ReferenceModel(ReferenceLog log, boolean open, Duration tokenLife) {
    /** The longest life that a token may have. */
    static final Duration DAY = Duration.ofDays(1);

    private static final Duration CLOCKS = Duration.ofSeconds(90);

    /** Whether a token permits a guild to whoever has read up to entry {@code n}. */
    boolean permits(Token token, String guild, int n) {
        int change = open ? 0 : log.lastChange(token.user(), guild, n);
        if (change == 0) {
            return open || token.claim().contains(guild);
        }
        Line line = log.line(change);
        boolean older = token.issuedAt().isBefore(line.when().plus(CLOCKS));
        return older ? line.joins() : token.claim().contains(guild);
    }

    /** What {@code READY} lists there. */
    SortedSet<String> guilds(Token token, int n) {
        SortedSet<String> guilds = new TreeSet<>(token.claim());
        if (!open) {
            log.touched(token.user()).forEach(guilds::add);
            guilds.removeIf(guild -> !permits(token, guild, n));
        }
        return guilds;
    }

    /** Whether a membership that holds behind entry {@code after} ends in front of entry {@code n}. */
    boolean ends(Token token, String guild, int after, int n) {
        return !open && log.firstEnd(token.user(), guild, after, n - 1) > 0;
    }

    /** The first entry that a permitted guild's replay may begin with, if rights are taken behind entry {@code n}. */
    int replayableFrom(Token token, String guild, int n) {
        int change = open ? 0 : log.lastChange(token.user(), guild, n);
        if (change == 0) {
            return 1;
        }
        if (!log.line(change).joins()) {
            int since = change + 1;
            while (since <= n && log.line(since).when().isBefore(token.issuedAt())) {
                since++;
            }
            return since;
        }
        int first = change;
        int before = log.lastChange(token.user(), guild, first - 1);
        while (before > 0 && log.line(before).joins()) {
            first = before;
            before = log.lastChange(token.user(), guild, first - 1);
        }
        boolean member = before == 0
                && token.claim().contains(guild)
                && token.issuedAt().isBefore(log.line(first).when());
        return member ? 1 : first;
    }
}
