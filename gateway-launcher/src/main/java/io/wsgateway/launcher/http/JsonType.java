package io.wsgateway.launcher.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code Content-Type} (RFC 9110, 8.3): JSON is {@code application/json}, whatever its parameters, in UTF-8. */
final class JsonType {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
    private static final String QUOTED = "\"(?:[\\t \\x21\\x23-\\x5B\\x5D-\\x7E]|\\\\[\\t \\x21-\\x7E])*+\"";
    // A parameter may be missing behind its semicolon; blanks around the equals sign are wrong and harmless.
    private static final String PARAMETER =
            "[ \\t]*+;[ \\t]*+(?:(%s)[ \\t]*+=[ \\t]*+(%s|%s))?+".formatted(TOKEN, TOKEN, QUOTED);
    private static final Pattern WHOLE =
            Pattern.compile("application/json(?:" + PARAMETER + ")*+[ \\t]*+", Pattern.CASE_INSENSITIVE);
    private static final Pattern EACH = Pattern.compile(PARAMETER);
    private static final Pattern UTF_8 = Pattern.compile("\"?utf-?8\"?", Pattern.CASE_INSENSITIVE);

    private JsonType() {}

    static boolean matches(String contentType) {
        if (!WHOLE.matcher(contentType).matches()) {
            return false;
        }
        Matcher parameter = EACH.matcher(contentType);
        while (parameter.find()) {
            boolean charset = "charset".equalsIgnoreCase(parameter.group(1));
            if (charset && !UTF_8.matcher(parameter.group(2)).matches()) {
                return false;
            }
        }
        return true;
    }
}
