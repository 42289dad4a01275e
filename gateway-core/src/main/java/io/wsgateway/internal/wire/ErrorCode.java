package io.wsgateway.internal.wire;

/** The codes of {@code ERROR} messages. */
public enum ErrorCode {
    BAD_JSON(false),
    BAD_REQUEST(false),
    UNKNOWN_OP(false),
    NOT_IDENTIFIED(false),
    FORBIDDEN(false),
    RATE_LIMITED(true),
    TOO_MANY_SUBSCRIPTIONS(false),
    /** Cannot tell now. */
    UNAVAILABLE(true),
    INTERNAL(true);

    private final boolean retryable;

    ErrorCode(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether sending the same again, later, may succeed. */
    public boolean retryable() {
        return retryable;
    }
}
