package io.wsgateway.broker.rabbit;

import io.wsgateway.model.Printable;

/** Text of others, fit for a log and for a command. */
final class OneLine {
    private OneLine() {}

    /** As an argument of a command. */
    static String quoted(String argument) {
        return argument.matches("[\\w./:-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    /** Without line breaks and other control characters: fit for a log that others write into. */
    static String of(String text) {
        return Printable.of(text.strip());
    }
}
