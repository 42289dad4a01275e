package io.wsgateway.launcher.settings;

import java.util.List;

/** The settings can't be used; carries every problem that was found. */
public final class SettingsException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public SettingsException(List<Problem> problems) {
        super(StartFailure.text(problems));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
