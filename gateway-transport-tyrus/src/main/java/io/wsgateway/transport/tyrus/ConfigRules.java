package io.wsgateway.transport.tyrus;

/** What values of a configuration have to be. */
final class ConfigRules {
    private ConfigRules() {}

    static void requireAtLeast(int least, int value, String what) {
        if (value < least) {
            throw new IllegalArgumentException(what + " must be at least " + least + ": " + value);
        }
    }
}
