package io.wsgateway.internal.session;

import io.wsgateway.spi.Gcra;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What {@link SessionRates} of an instance have in common. Any thread. */
public final class RateLimits {
    private final SessionLimits.Rates rates;
    private final LongSupplier clock;
    /** In ns. */
    final Gcra messages;
    /** In ms. */
    final Gcra identifies;

    /** @param clock monotonic, ns; runs on while the process stands, as clients do */
    public RateLimits(SessionLimits.Rates rates, LongSupplier clock) {
        this.rates = rates;
        this.clock = clock;
        messages = new Gcra(rates.messages(), TimeUnit.MINUTES.toNanos(1));
        identifies = new Gcra(rates.identifies(), TimeUnit.MINUTES.toMillis(1));
    }

    /** ns. */
    long now() {
        return clock.getAsLong();
    }

    int mostRefused() {
        return rates.messages();
    }
}
