package io.wsgateway.launcher.settings;

import java.util.List;

/** The text that people see when the gateway doesn't start. */
public final class StartFailure {
    private StartFailure() {}

    public static String text(List<Problem> problems) {
        StringBuilder text = new StringBuilder("The gateway did not start: ")
                .append(problems.size() == 1 ? "there is 1 problem." : "there are " + problems.size() + " problems.")
                .append('\n');
        for (int i = 0; i < problems.size(); i++) {
            Problem problem = problems.get(i);
            text.append('\n').append(i + 1).append(". ").append(problem.what()).append('\n');
            if (!problem.given().isEmpty()) {
                text.append("   given: ").append(problem.given()).append('\n');
            }
            text.append("   fix:   ").append(problem.fix()).append('\n');
        }
        return text.toString();
    }
}
