package io.wsgateway.broker.rabbit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One property in which something differs from its declaration, as RabbitMQ's refusal names it: there is no other way to
 * see properties over AMQP.
 *
 * @param found what it is; null: it isn't set
 */
record Difference(String property, @Nullable Object found) {
    /** Stands for what the refusal doesn't tell: it is cut off after 255 bytes, as long names of virtual hosts make it. */
    static final String UNKNOWN = "something else";

    private static final Pattern NAMED = Pattern.compile("inequivalent arg '([^']+)' for (?:exchange|queue) ");
    private static final Pattern FOUND =
            Pattern.compile(" but current is (?:none|'(.*)'|the value '(.*)' of type '(\\w+)')$");

    /** Empty where the failure is another one. */
    static Optional<Difference> of(Throwable failure) {
        String text = Reasons.of(failure);
        Matcher named = NAMED.matcher(text);
        return named.find() ? Optional.of(new Difference(named.group(1), found(text))) : Optional.empty();
    }

    private static @Nullable Object found(String text) {
        Matcher found = FOUND.matcher(text);
        if (!found.find()) {
            return UNKNOWN;
        } else if (found.group(1) != null) {
            return guessed(found.group(1));
        }
        return found.group(2) == null ? null : typed(found.group(2), found.group(3));
    }

    /** What has the type of that which was declared. A text that looks like a number is told as such by the next refusal. */
    private static Object guessed(String value) {
        if (value.equals("true") || value.equals("false")) {
            return Boolean.valueOf(value);
        }
        return number(value).<Object>map(number -> number).orElse(value);
    }

    private static Object typed(String value, String type) {
        return switch (type) {
            case "longstr" -> value;
            case "bool" -> Boolean.valueOf(value);
            case "long", "signedint", "unsignedint", "short", "unsignedshort", "byte", "unsignedbyte" ->
                number(value).<Object>map(number -> number).orElse(UNKNOWN);
            default -> UNKNOWN;
        };
    }

    private static Optional<Long> number(String value) {
        return value.matches("-?\\d{1,18}") ? Optional.of(Long.valueOf(value)) : Optional.empty();
    }
}
