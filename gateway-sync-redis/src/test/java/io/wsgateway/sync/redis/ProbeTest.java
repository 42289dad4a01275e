package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProbeTest {
    private static final Pattern CALL = Pattern.compile("(?:redis\\.p?call|whileAllowed)\\('([A-Z]+)'");
    private static final Pattern STEP = Pattern.compile("\\{ '([A-Z]+)'");

    /** A right that only some script needs would be missed until that script runs. */
    @Test
    void itTriesWhateverTheOtherScriptsDoAndNothingElse() {
        Set<String> used = new TreeSet<>();
        for (Script script :
                List.of(Script.APPEND, Script.TRIM, Script.CLAIM, Script.READ, Script.PUT_BACK, Script.PRESENT)) {
            used.addAll(all(CALL, script));
        }
        assertThat(used).isNotEmpty();
        assertThat(all(STEP, Script.PROBE)).isEqualTo(used);
    }

    private static Set<String> all(Pattern pattern, Script script) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(new String(script.text, UTF_8));
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
