package io.wsgateway.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What is wrong with what sessions were given; the first few cases in words.
 *
 * @param received events that arrived, repeats included
 * @param lost events that should have arrived and didn't, and of which nobody said that they might be missing
 * @param repeated events that came once more without a word
 * @param disordered events that came after a later one of their guild
 * @param foreign events of guilds that the session wasn't subscribed to, or that nobody published
 * @param announced events that are missing, and the session was told so
 * @param holes how often sessions were told that something is missing
 */
public record Findings(
        long received,
        long lost,
        long repeated,
        long disordered,
        long foreign,
        long announced,
        long holes,
        List<String> cases) {
    private static final int CASES = 20;

    static final Findings NONE = complete(0);

    /** So many events, and nothing wrong. */
    public static Findings complete(long received) {
        return new Findings(received, 0, 0, 0, 0, 0, 0, List.of());
    }

    public static Findings sum(Collection<Findings> all) {
        return all.stream().reduce(NONE, Findings::plus);
    }

    Findings plus(Findings other) {
        List<String> both = new ArrayList<>(cases);
        both.addAll(other.cases);
        return new Findings(
                received + other.received,
                lost + other.lost,
                repeated + other.repeated,
                disordered + other.disordered,
                foreign + other.foreign,
                announced + other.announced,
                holes + other.holes,
                both.subList(0, Math.min(CASES, both.size())));
    }

    /** Nothing is missing without a word, nothing came twice, nothing out of order, nothing that shouldn't. */
    public boolean isClean() {
        return lost == 0 && repeated == 0 && disordered == 0 && foreign == 0;
    }

    /** Clean, and nobody was told of a hole either. */
    public boolean isComplete() {
        return isClean() && announced == 0 && holes == 0;
    }
}
