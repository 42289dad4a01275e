package io.wsgateway.launcher.settings;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/**
 * A kind of value: how it is written and what it becomes.
 *
 * @param shape one word for help texts, such as {@code DURATION}
 * @param parser returns the value, or throws an {@link InvalidValue} that says what to write instead
 */
public record ValueType<T>(String shape, Function<String, T> parser) {
    public ValueType {
        requireNonNull(shape, "shape");
        requireNonNull(parser, "parser");
    }

    /** @throws InvalidValue saying what to write instead */
    T parse(String text) {
        return parser.apply(text);
    }
}
