package io.wsgateway.internal.json;

/** Input that breaks a rule; the message is one sentence that says what to do. Has no stack trace: it is no fault of ours. */
public final class Refused extends Exception {
    public Refused(String reason) {
        super(reason, null, false, false);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
