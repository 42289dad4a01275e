package io.wsgateway.protocol;

/** Input that breaks a rule; the message is one sentence that says what to do. Has no stack trace: it is no fault of ours. */
final class Refused extends Exception {
    Refused(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
