package io.wsgateway.launcher.http;

import java.util.Optional;

/** A path in which one segment is an id: {@code /api/v1/users/{id}/connections}. Paths are as sent, so an id may hold {@code %2F}. */
record PathTemplate(String before, String after) {
    private static final String ID = "{id}";

    /** Empty where the path names no id. */
    static Optional<PathTemplate> of(String path) {
        int at = path.indexOf(ID);
        return at < 0
                ? Optional.empty()
                : Optional.of(new PathTemplate(path.substring(0, at), path.substring(at + ID.length())));
    }

    boolean matches(String path) {
        int end = path.length() - after.length();
        return end > before.length()
                && path.startsWith(before)
                && path.endsWith(after)
                && path.substring(before.length(), end).indexOf('/') < 0;
    }

    /** The id that a path which matches names; empty where it isn't percent-encoded UTF-8. */
    Optional<String> id(String path) {
        return PercentEncoding.decode(path.substring(before.length(), path.length() - after.length()));
    }
}
