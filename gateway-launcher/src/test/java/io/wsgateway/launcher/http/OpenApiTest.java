package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final Pattern LINE =
            Pattern.compile("^ {2}(/\\S*):$|^ {4}(get|put|post|delete|patch|options|head):$", Pattern.MULTILINE);
    private static final Pattern REFERENCE = Pattern.compile("\\$ref: \"#/components/schemas/(\\w+)\"");

    private final String document = new String(Resources.own("openapi.yaml"), UTF_8);

    @Test
    void documentAndRoutesNameTheSame() {
        assertThat(described()).isEqualTo(served());
    }

    @Test
    void everySchemaIsThereAndUsed() {
        String schemas = document.substring(document.indexOf("\n  schemas:"));
        Set<String> defined = matches(Pattern.compile("^ {4}(\\w+):$", Pattern.MULTILINE), schemas);

        assertThat(matches(REFERENCE, document)).isEqualTo(defined);
    }

    private static Set<String> served() {
        Demo demo = new Demo(() -> "ws://a/", "t", "alice", List.of());
        return Endpoints.routes(
                        new FakeGateway(), Optional.empty(), Optional.of(demo), HttpTimeouts.USUAL, Runnable::run)
                .stream()
                .map(route -> route.method() + " " + route.path().replaceAll("^/swagger/.+", "/swagger/{file}"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> described() {
        Set<String> all = new TreeSet<>();
        String path = "";
        Matcher line =
                LINE.matcher(document.substring(document.indexOf("\npaths:"), document.indexOf("\ncomponents:")));
        while (line.find()) {
            if (line.group(1) != null) {
                path = line.group(1);
            } else {
                all.add(line.group(2).toUpperCase(Locale.ROOT) + " " + path);
            }
        }
        return all;
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
