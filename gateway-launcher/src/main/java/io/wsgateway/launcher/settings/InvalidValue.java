package io.wsgateway.launcher.settings;

/** A text that is no value of its kind; the message completes a sentence that begins with the setting's key. */
final class InvalidValue extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String fix;

    InvalidValue(String what, String fix) {
        super(what);
        this.fix = fix;
    }

    String what() {
        return String.valueOf(getMessage());
    }

    String fix() {
        return fix;
    }
}
