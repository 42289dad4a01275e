package io.wsgateway.launcher.settings;

import static java.util.Objects.requireNonNull;

/**
 * One reason why the gateway doesn't start.
 *
 * @param what is wrong, in one sentence without a full stop
 * @param given the setting, its value and where it came from; empty where nothing was given
 * @param fix one thing to do about it
 */
public record Problem(String what, String given, String fix) {
    public Problem {
        requireNonNull(what, "what");
        requireNonNull(given, "given");
        requireNonNull(fix, "fix");
    }
}
