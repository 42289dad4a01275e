package io.wsgateway.broker.rabbit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One property in which something differs from its declaration, as RabbitMQ's refusal names it: there is no other way to
 * see properties over AMQP.
 *
 * @param found what it is; null: it isn't set; {@link Unknown}: the refusal doesn't tell
 */
record Difference(String property, @Nullable Object found) {
    /**
     * What a refusal doesn't tell: RabbitMQ cuts it off after 255 bytes, as long names of virtual hosts make it.
     *
     * @param said by RabbitMQ
     */
    record Unknown(String said) {}

    private static final Pattern NAMED = Pattern.compile("inequivalent arg '([^']+)' for (?:exchange|queue) ");
    private static final Pattern FOUND =
            Pattern.compile(" but current is (?:none|'(.*)'|the value '(.*)' of type '(\\w+)')$", Pattern.DOTALL);

    /** Empty where the failure is another one. */
    static Optional<Difference> of(Throwable failure) {
        String text = AmqpErrors.said(failure);
        Matcher named = NAMED.matcher(text);
        return named.find() ? Optional.of(new Difference(named.group(1), found(text))) : Optional.empty();
    }

    private static @Nullable Object found(String text) {
        Matcher found = FOUND.matcher(text);
        if (!found.find()) {
            return new Unknown(text);
        } else if (found.group(1) != null) {
            return guessed(found.group(1));
        }
        return found.group(2) == null
                ? null
                : typed(found.group(2), found.group(3)).orElseGet(() -> new Unknown(text));
    }

    /** What has the type of that which was declared. A text that looks like a number is taken for one until that is refused, too. */
    private static Object guessed(String value) {
        if (value.equals("true") || value.equals("false")) {
            return Boolean.valueOf(value);
        }
        return number(value).<Object>map(number -> number).orElse(value);
    }

    private static Optional<Object> typed(String value, String type) {
        return switch (type) {
            case "longstr" -> Optional.of(value);
            case "bool" -> Optional.of(Boolean.valueOf(value));
            case "long", "signedint", "unsignedint", "short", "unsignedshort", "byte", "unsignedbyte" ->
                number(value).map(number -> number);
            default -> Optional.empty();
        };
    }

    private static Optional<Long> number(String value) {
        return value.matches("-?\\d{1,18}") ? Optional.of(Long.valueOf(value)) : Optional.empty();
    }
}
