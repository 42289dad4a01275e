package io.wsgateway.internal.modelcheck;

import org.jspecify.annotations.Nullable;

/** The steps of a run, one in a line; without a text nobody wants to know them. */
record Steps(@Nullable StringBuilder text) {

    void say(String what, Object... of) {
        if (text != null) {
            text.append(String.format(what, of)).append('\n');
        }
    }
}
