package io.wsgateway.testkit;

import io.wsgateway.spi.Transport.Refusal;
import java.io.IOException;

/** The gateway refused a handshake. */
public final class RefusedException extends IOException {
    private final transient Refusal refusal;

    RefusedException(Refusal refusal) {
        super("refused with status " + refusal.status());
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
