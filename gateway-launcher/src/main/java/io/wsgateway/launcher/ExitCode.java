package io.wsgateway.launcher;

/** What the process ends with: the numbers of {@code sysexits.h}, which service managers understand. */
enum ExitCode {
    /** Asked to end, and drained. */
    OK(0),
    /** Cannot listen. */
    UNAVAILABLE(69),
    /** A fault of the gateway's own. */
    INTERNAL(70),
    /** The settings can't be used. */
    SETTINGS(78);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
