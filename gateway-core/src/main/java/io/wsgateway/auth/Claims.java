package io.wsgateway.auth;

import io.wsgateway.model.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The claims of a token, read by type. A wrong one ends the reading with {@link Bad}. */
record Claims(Map<String, @Nullable Object> all) {
    /** 9999-12-31T23:59:59Z. */
    private static final double LAST_SECOND = 253_402_300_799d;

    /** Why a token is refused; never holds anything of the token but names of claims. */
    static final class Bad extends Exception {
        Bad(String reason) {
            super(reason, null, false, false);
        }

        String reason() {
            return Objects.requireNonNull(getMessage());
        }
    }

    /** A claim that has to be there. */
    <T> T required(String name, @Nullable T value) throws Bad {
        if (value == null) {
            throw new Bad("the claim " + name + " is missing");
        }
        return value;
    }

    @Nullable
    String text(String name) throws Bad {
        Object value = all.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && Ids.fits(text, 0, Integer.MAX_VALUE)) {
            return text;
        }
        throw new Bad("the claim " + name + " is not a string of whole characters");
    }

    /** A time in seconds since 1970. */
    @Nullable
    Instant time(String name) throws Bad {
        Object value = all.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Number number && Math.abs(number.doubleValue()) <= LAST_SECOND) {
            return number instanceof Long seconds
                    ? Instant.ofEpochSecond(seconds)
                    : Instant.ofEpochMilli(Math.round(number.doubleValue() * 1000));
        }
        throw new Bad("the claim " + name + " is not a time in seconds since 1970");
    }

    /** An id of a user. */
    @Nullable
    String id(String name) throws Bad {
        String id = text(name);
        if (id != null && !isId(id)) {
            throw new Bad(
                    "the claim " + name + " does not have 1 to 64 characters, whole ones and no control characters");
        }
        return id;
    }

    /** Ids of guilds; none where the claim is missing. */
    List<String> ids(String name) throws Bad {
        Object value = all.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.stream().allMatch(one -> one instanceof String id && isId(id))) {
            return list.stream().map(String.class::cast).toList();
        }
        throw new Bad("the claim " + name
                + " is not an array of strings of 1 to 64 characters, whole ones and no control characters");
    }

    /** One text, or several. */
    List<?> texts(String name) throws Bad {
        Object value = all.get(name);
        return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
    }

    private static boolean isId(String id) {
        return Ids.isId(id) && !Ids.hasControls(id);
    }
}
