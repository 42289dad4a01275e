package io.wsgateway.launcher.settings;

import java.util.List;
import java.util.regex.Pattern;

/** A name that no setting has. What may as well be a secret in the wrong place isn't shown. */
final class UnknownName {
    /** Words with dots or dashes between: nobody's secret looks like that. */
    private static final Pattern NAME = Pattern.compile("(--)?[A-Za-z]{1,20}([.-][A-Za-z]{1,20})+");

    private UnknownName() {}

    /** Whether people may see it. */
    static boolean isShown(String written, List<String> known) {
        return NAME.matcher(written).matches() || Suggestion.isNear(written, known);
    }

    /** @param origin where it was written; without the name where that isn't shown */
    static Problem problem(String written, String origin, List<String> known) {
        String what = isShown(written, known)
                ? "unknown setting: " + written
                : "a setting's name is expected, and this is none (not shown: it may be a secret)";
        return new Problem(what, origin, Suggestion.fix(written, known));
    }
}
