package io.wsgateway.faults;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The threads that every instance has, by name. */
final class VitalThreads {
    /**
     * Those that check tokens end when there is nothing to check. Grizzly marks a selector's thread, but not one that takes its
     * loop up again after an error.
     */
    private static final Pattern NAME =
            Pattern.compile("^\"(gateway-(?!verify)[^\"]+?)(?: SelectorRunner)?\"", Pattern.MULTILINE);

    /** Counted up: those of connections to RabbitMQ, and of a pool that has another for each that an error ended. */
    private static final Pattern COUNTED = Pattern.compile("^(gateway-rabbit|gateway-redis-call)-\\d+$");

    private final Set<String> names;

    private VitalThreads(Set<String> names) {
        this.names = names;
    }

    /** Those that all of these have now, while all is well. */
    static VitalThreads of(List<Member> members) {
        Set<String> names = names(members.get(0));
        members.forEach(member -> names.retainAll(names(member)));
        return new VitalThreads(names);
    }

    /** Those that an instance lacks. */
    Set<String> missing(Member member) {
        Set<String> missing = new TreeSet<>(names);
        missing.removeAll(names(member));
        return missing;
    }

    private static Set<String> names(Member member) {
        return NAME.matcher(Jcmd.run(member.gateway().jar.pid(), "Thread.print"))
                .results()
                .map((MatchResult found) -> COUNTED.matcher(found.group(1)).replaceAll("$1-n"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public String toString() {
        return names.size() + " threads: " + String.join(" ", names);
    }
}
