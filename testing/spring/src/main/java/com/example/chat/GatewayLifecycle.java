// [lifecycle]
package com.example.chat;

import io.wsgateway.Gateway;
import io.wsgateway.GatewayConfig;
import io.wsgateway.GatewayState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

@Component
class GatewayLifecycle implements SmartLifecycle {
    private final Gateway gateway;

    GatewayLifecycle(
            Gateway gateway,
            GatewayConfig config,
            @Value("${spring.lifecycle.timeout-per-shutdown-phase:30s}") Duration phase) {
        Duration longest = config.drain().longest();
        if (phase.compareTo(longest) <= 0) {
            throw new IllegalStateException("Set spring.lifecycle.timeout-per-shutdown-phase to more than "
                    + longest.toSeconds() + "s, or clients are cut off with 1006 while the gateway drains");
        }
        this.gateway = gateway;
    }

    @Override
    public void start() {
        try {
            gateway.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop(Runnable stopped) {
        gateway.drain().whenComplete((done, failure) -> {
            gateway.close();
            stopped.run();
        });
    }

    @Override
    public void stop() {
        gateway.close();
    }

    @Override
    public boolean isRunning() {
        GatewayState state = gateway.state();
        return state != GatewayState.NEW && state != GatewayState.CLOSED;
    }
}
// [/lifecycle]
