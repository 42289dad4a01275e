package io.wsgateway.transport.tyrus;

/** These bytes are no request that could be answered with anything else. */
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
