package io.wsgateway.launcher.settings;

import java.util.List;
import java.util.regex.Pattern;

/** A name that no setting has. What may as well be a secret in the wrong place isn't shown. */
final class UnknownName {
    /** Words with dots or dashes between: nobody's secret looks like that. */
    private static final Pattern NAME = Pattern.compile("(--)?[A-Za-z]{1,20}([.-][A-Za-z]{1,20})+");

    private UnknownName() {}

    /** @param origin where it was written, without the name itself */
    static Problem problem(String written, String origin, List<String> known) {
        boolean shown = NAME.matcher(written).matches() || Suggestion.isNear(written, known);
        String what = shown
                ? "unknown setting: " + written
                : "a setting's name is expected, and this is none (not shown: it may be a secret)";
        return new Problem(what, origin, Suggestion.fix(written, known));
    }
}
