package io.wsgateway.launcher.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as people write them: {@code 512B}, {@code 16KiB}, {@code 256MiB}, {@code 1GiB}. */
final class Sizes {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)?");
    private static final String ADVICE = "use a number with a unit: B, KiB, MiB or GiB, such as 16KiB or 256MiB";

    private Sizes() {}

    /** @throws InvalidValue saying what to write instead */
    static long parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || Long.parseLong(form.group(1)) == 0) {
            throw new InvalidValue("is not a size", ADVICE);
        }
        long number = Long.parseLong(form.group(1));
        String unit = form.group(2) == null ? "B" : form.group(2);
        return switch (unit) {
            case "B" -> number;
            case "KiB" -> number << 10;
            case "MiB" -> number << 20;
            default -> number << 30;
        };
    }

    /** The shortest exact form, such as {@code 256MiB}. */
    static String format(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB"};
        int unit = 0;
        long number = bytes;
        while (unit < units.length - 1 && number % 1024 == 0 && number != 0) {
            number /= 1024;
            unit++;
        }
        return number + units[unit];
    }
}
