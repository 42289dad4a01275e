package io.wsgateway.broker.rabbit;

import java.io.IOException;

/** Exchanges or queues aren't as events need them, and stay so until somebody does what the message says. */
final class Unfit extends IOException {
    private static final long serialVersionUID = 1L;

    Unfit(String reason) {
        super(reason);
    }

    Unfit(String reason, Throwable cause) {
        super(reason, cause);
    }
}
