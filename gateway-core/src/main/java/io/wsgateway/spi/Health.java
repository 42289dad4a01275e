package io.wsgateway.spi;

import static java.util.Objects.requireNonNull;

/**
 * Whether a component works.
 *
 * @param reason one line for operators on what is wrong; empty when up
 */
public record Health(boolean up, String reason) {
    public static final Health UP = new Health(true, "");

    public Health {
        requireNonNull(reason, "reason");
    }

    public static Health down(String reason) {
        return new Health(false, reason);
    }
}
