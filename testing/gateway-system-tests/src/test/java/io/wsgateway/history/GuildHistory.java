package io.wsgateway.history;

import java.util.BitSet;
import java.util.List;

/**
 * What one session was given of one guild, whose events carry the numbers 0, 1, 2 … in the order in which they were
 * published. Looks at each event as it comes and keeps a bit of it. Not thread-safe.
 */
final class GuildHistory {
    private final String guild;
    private final List<String> cases;
    private final BitSet seen = new BitSet();
    /** The first number that the session may have; everything from here on it must have. */
    private int begin;
    /** The greatest number so far, and one. */
    private int next;
    /** The first event must have at most this number: those before it may have been published before the subscription. */
    private int firstAtMost;
    /** Nothing came since the subscription or since a hole was announced. */
    private boolean starting = true;

    private boolean holed;
    /** Only what had been sent off when the hole was announced can be in it. */
    private int holeEnd;

    long received;
    long repeated;
    long disordered;
    private long announced;

    /**
     * @param firstAtMost how many events were published, or on their way, when the subscription was acknowledged: what is
     *     published later must arrive
     * @param cases takes what is wrong, in words
     */
    GuildHistory(String guild, int firstAtMost, List<String> cases) {
        this.guild = guild;
        this.firstAtMost = firstAtMost;
        this.cases = cases;
    }

    void received(int number) {
        received++;
        if (starting) {
            start(number);
        }
        if (seen.get(number)) {
            repeated++;
            note("came again: " + number + ", after " + (next - 1));
        } else if (number < next) {
            disordered++;
            note("came late: " + number + ", after " + (next - 1));
        } else if (number > next) {
            note("came early: " + number + ", after " + (next - 1));
        }
        seen.set(number);
        next = Math.max(next, number + 1);
    }

    private void start(int number) {
        starting = false;
        if (!holed) {
            begin = Math.min(number, firstAtMost);
            next = begin;
        } else if (number > next) {
            int excused = Math.max(next, Math.min(number, holeEnd));
            announced += excused - next;
            seen.set(next, excused);
            next = number;
        } else {
            // Behind a hole, events may come again.
            seen.clear(number, next);
            next = number;
        }
    }

    /**
     * The session was told that something may be missing here, or come again.
     *
     * @param sent how many events had been sent off by then: later ones must arrive
     */
    void hole(int sent) {
        if (starting && !holed) {
            firstAtMost = Math.max(firstAtMost, sent);
        } else {
            starting = true;
            holed = true;
            holeEnd = Math.max(holeEnd, sent);
        }
    }

    /** Has it everything up to this number? */
    boolean has(int published) {
        return next >= published;
    }

    /** How many of all that was published are missing, and the session was told of a hole there. */
    long announced(int published) {
        // Told of a hole, and nothing came since: what had been sent by then is in it.
        return announced + (starting && holed ? Math.max(0, Math.min(published, holeEnd) - next) : 0);
    }

    /** What of all that was published is missing without a word. */
    int lost(int published) {
        if (starting && !holed) {
            return Math.max(0, published - firstAtMost);
        }
        int behindHole = starting ? Math.max(0, published - Math.max(next, holeEnd)) : Math.max(0, published - next);
        return behindHole
                + next
                - begin
                - seen.get(begin, Math.max(begin, next)).cardinality();
    }

    /** In words. */
    String missing(int published) {
        int first = starting && !holed ? firstAtMost : seen.nextClearBit(begin);
        return guild + " lacks " + lost(published) + " of " + published + ", the first " + first;
    }

    private void note(String what) {
        if (cases.size() < 20) {
            cases.add(guild + " " + what);
        }
    }
}
