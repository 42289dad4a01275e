package io.wsgateway.internal.session;

/** What can go wrong on a lane. Made before it does: a text that was never used can't be had where memory is short. */
public enum Fault {
    TURN("part of a turn failed and is taken again"),
    DELIVERY("an entry could not be delivered and is lost to this lane"),
    READING("an entry could not be read"),
    TASK("a task failed"),
    COMMAND("a command failed and was answered with an error"),
    SESSION("a session failed, and its connection is closed"),
    ENDING("a session could not be ended, which is tried again"),
    LINE("a loss could not be logged");

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
