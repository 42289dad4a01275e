package io.wsgateway.bench;

import java.io.IOException;

/** What is measured, and what it is measured by. */
enum ServerKind {
    GATEWAY {
        @Override
        Target start() throws IOException {
            return new GatewayTarget();
        }

        @Override
        String path(Login login) {
            return "/";
        }
    },
    BARE {
        @Override
        Target start() throws IOException {
            return new BareLoop();
        }

        @Override
        String path(Login login) {
            return "/?guild=" + login.guild();
        }
    };

    abstract Target start() throws IOException;

    /** Where a client connects to. */
    abstract String path(Login login);

    @Override
    public String toString() {
        return this == GATEWAY ? "gateway" : "bare loop";
    }
}
