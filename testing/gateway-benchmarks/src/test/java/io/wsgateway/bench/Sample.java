package io.wsgateway.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Repeated measurements of one thing. */
final class Sample {
    private final List<Double> values = new ArrayList<>();

    static <T> Sample of(List<T> from, ToDoubleFunction<T> value) {
        Sample sample = new Sample();
        from.forEach(one -> sample.add(value.applyAsDouble(one)));
        return sample;
    }

    void add(double value) {
        values.add(value);
        Collections.sort(values);
    }

    double median() {
        int n = values.size();
        return (values.get((n - 1) / 2) + values.get(n / 2)) / 2;
    }

    /** The median in this format. */
    String median(String format) {
        return String.format(Locale.ROOT, format, median());
    }

    /** Median, smallest and largest, each in this format. */
    String text(String format) {
        String range = "%s (" + format + "–" + format + ")";
        return String.format(Locale.ROOT, range, median(format), values.get(0), values.get(values.size() - 1));
    }
}
