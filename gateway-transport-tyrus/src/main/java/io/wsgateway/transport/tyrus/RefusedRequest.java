package io.wsgateway.transport.tyrus;

/** This request opens nothing, and is answered so. */
final class RefusedRequest extends Exception {
    private static final long serialVersionUID = 1;

    private final transient HttpAnswer answer;

    RefusedRequest(HttpAnswer answer) {
        super(answer.text(), null, false, false);
        this.answer = answer;
    }

    HttpAnswer answer() {
        return answer;
    }
}
