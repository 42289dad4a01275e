package io.wsgateway.launcher.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.broker.rabbit.RabbitConfig;
import io.wsgateway.sync.redis.RedisConfig;
import io.wsgateway.transport.tyrus.TyrusConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of values that settings have. */
final class ValueTypes {
    // HS256 is as strong as its key; below 256 bits RFC 7518 section 3.2 forbids it.
    private static final int HS256_KEY_BYTES = 32;
    // Too many to be guessed over the network, even as lower-case letters: 75 bits.
    private static final int TOKEN_CHARACTERS = 16;
    // RFC 6750 section 2.1: what can stand after "Bearer".
    private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]+(%[A-Za-z0-9]+)?]?");

    /** What checks the transport's settings. */
    private static final TyrusConfig TRANSPORT = TyrusConfig.at("127.0.0.1", 0);

    private ValueTypes() {}

    static ValueType<String> text(int longest) {
        return new ValueType<>("TEXT", text -> {
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw new InvalidValue("holds a control character", "write it on one line, without tabs");
            }
            if (text.length() > longest) {
                throw new InvalidValue("is too long", "use at most " + longest + " characters");
            }
            return text;
        });
    }

    static ValueType<String> host() {
        return new ValueType<>("HOST", text -> {
            if (!HOST.matcher(text).matches()) {
                throw new InvalidValue(
                        "is not a host",
                        "use a host name or an IP address without scheme and port, such as 127.0.0.1 or 0.0.0.0");
            }
            return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        });
    }

    static ValueType<Integer> port() {
        return new ValueType<>("PORT", text ->
                (int) number(text, 0, 65_535, "is not a port", "use a number from 1 to 65535, or 0 for any free port"));
    }

    static ValueType<Integer> count() {
        return new ValueType<>("NUMBER", text ->
                (int) number(text, 1, Integer.MAX_VALUE, "is not a count", "use a whole number from 1 on"));
    }

    static ValueType<Integer> countOrZero() {
        return new ValueType<>("NUMBER", text ->
                (int) number(text, 0, Integer.MAX_VALUE, "is not a count", "use a whole number from 0 on"));
    }

    /** Where a WebSocket is. */
    static ValueType<String> path() {
        return new ValueType<>("PATH", text -> {
            try {
                return TRANSPORT.withPath(text).path();
            } catch (IllegalArgumentException e) {
                throw new InvalidValue("is not a path", "use one like / or /ws, of characters that need no escapes");
            }
        });
    }

    /** Bytes of an HTTP request's head. */
    static ValueType<Integer> headerSize() {
        return new ValueType<>("SIZE", text -> {
            long bytes = Sizes.parse(text);
            if (bytes < 1 << 10 || bytes > 1 << 20) {
                throw new InvalidValue("is no size for headers", "use 1KiB to 1MiB");
            }
            return (int) bytes;
        });
    }

    /** Bytes, at least one. */
    static ValueType<Long> size() {
        return new ValueType<>("SIZE", Sizes::parse);
    }

    /** Bytes of something that is held in one array. */
    static ValueType<Integer> arraySize() {
        return new ValueType<>("SIZE", text -> {
            long bytes = Sizes.parse(text);
            if (bytes > 1 << 30) {
                throw new InvalidValue("is too big", "use at most 1GiB");
            }
            return (int) bytes;
        });
    }

    static ValueType<Duration> duration() {
        return new ValueType<>("DURATION", text -> {
            Duration value = Durations.parse(text);
            if (value.isZero()) {
                throw new InvalidValue("is too short", "use a duration longer than 0");
            }
            return value;
        });
    }

    static ValueType<Duration> durationOrZero() {
        return new ValueType<>("DURATION", Durations::parse);
    }

    static ValueType<Boolean> yesOrNo() {
        return new ValueType<>("true|false", text -> {
            if (!text.equals("true") && !text.equals("false")) {
                throw new InvalidValue("is none of its choices", "use true or false");
            }
            return Boolean.valueOf(text);
        });
    }

    /** One of the enum's constants, in lower case. */
    static <E extends Enum<E>> ValueType<E> oneOf(Class<E> choices) {
        E[] constants = choices.getEnumConstants();
        String shape = Arrays.stream(constants).map(ValueTypes::written).collect(Collectors.joining("|"));
        return new ValueType<>(
                shape,
                text -> Arrays.stream(constants)
                        .filter(choice -> written(choice).equals(text))
                        .findFirst()
                        .orElseThrow(
                                () -> new InvalidValue("is none of its choices", "use " + shape.replace("|", " or "))));
    }

    static ValueType<URI> webAddress() {
        return new ValueType<>("URL", text -> {
            try {
                URI uri = new URI(text);
                String scheme = uri.getScheme();
                if (uri.getHost() != null && ("https".equals(scheme) || "http".equals(scheme))) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                // The same answer as for any other text that is no web address.
            }
            throw new InvalidValue(
                    "is not a web address",
                    "use an http or https address, such as https://login.example.com/.well-known/jwks.json");
        });
    }

    static ValueType<String> rabbitAddress() {
        return new ValueType<>("URI", text -> {
            try {
                RabbitConfig.of(text, "node");
                return text;
            } catch (IllegalArgumentException e) {
                throw new InvalidValue("is not an address of RabbitMQ", fix(e));
            }
        });
    }

    static ValueType<URI> redisAddress() {
        return new ValueType<>("URI", text -> {
            try {
                URI uri = new URI(text);
                RedisConfig.at(uri, "node");
                return uri;
            } catch (URISyntaxException e) {
                // Its message repeats the address, password and all.
                throw new InvalidValue(
                        "is not an address of Redis",
                        "write it like redis://user:password@host:6379, with percent-encoding in user and password");
            } catch (IllegalArgumentException e) {
                throw new InvalidValue("is not an address of Redis", fix(e));
            }
        });
    }

    private static String fix(IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    static ValueType<String> signingSecret() {
        return new ValueType<>("SECRET", text -> {
            int bytes = text.getBytes(UTF_8).length;
            if (bytes < HS256_KEY_BYTES) {
                throw new InvalidValue(
                        "is too short: " + bytes + " bytes, and HS256 needs " + HS256_KEY_BYTES + " or more",
                        "make one with: openssl rand -base64 48");
            }
            return text;
        });
    }

    static ValueType<String> bearerToken() {
        return new ValueType<>("SECRET", text -> {
            if (!BEARER.matcher(text).matches()) {
                throw new InvalidValue(
                        "does not fit into an HTTP header",
                        "use letters, digits and . _ ~ + / - only; make one with: openssl rand -base64 48");
            }
            if (text.length() < TOKEN_CHARACTERS) {
                throw new InvalidValue(
                        "is too short: " + text.length() + " characters, and " + TOKEN_CHARACTERS + " are the least",
                        "make one with: openssl rand -base64 48");
            }
            return text;
        });
    }

    private static String written(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    private static long number(String text, long least, long most, String what, String fix) {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The same answer as for a number that is out of range.
        }
        throw new InvalidValue(what, fix);
    }
}
