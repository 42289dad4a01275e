package io.wsgateway.internal.wire;

import static java.util.Objects.requireNonNull;

/** The name that a client gave to a command, repeated in its answer. */
public sealed interface CommandId {

    /** At most 64 characters. */
    record Text(String value) implements CommandId {
        public Text {
            requireNonNull(value, "value");
        }
    }

    /** Within ±2^53, the integers that every client represents exactly. */
    record Number(long value) implements CommandId {}
}
