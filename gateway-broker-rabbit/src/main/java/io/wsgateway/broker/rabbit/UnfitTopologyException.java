package io.wsgateway.broker.rabbit;

import java.io.IOException;

/** Exchanges or queues aren't as events need them, and stay so until somebody does what the message says. */
final class UnfitTopologyException extends IOException {
    private static final long serialVersionUID = 1L;

    UnfitTopologyException(String reason) {
        super(reason);
    }

    UnfitTopologyException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
