package io.wsgateway.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.docs.Page.Code;
import io.wsgateway.protocol.Envelope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages say what is there: code that compiles and runs, files that exist, settings that are known. */
class ReadmeTest {
    private static final List<Path> SOURCES = List.of(
            Page.ROOT.resolve("gateway-launcher/src/test/java/io/wsgateway/docs"),
            Page.ROOT.resolve("gateway-broker-rabbit/src/test/java/io/wsgateway/broker/rabbit"),
            Page.ROOT.resolve("testing/outside"),
            Page.ROOT.resolve("testing/outside/src/test/java/io/wsgateway/docs"),
            Page.ROOT.resolve("testing/spring/src/main/java/com/example/chat"));
    /** Those that name the settings file, and two that Kubernetes adds and the gateway passes over. */
    private static final Set<String> OTHER_VARIABLES = Set.of("GATEWAY_CONFIG", "GATEWAY_SERVICE_HOST", "GATEWAY_PORT");

    private static final int README_LINES = 150;
    private static final int TRANSPORT_LINES = 60;

    static Stream<Page> pages() {
        return Page.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void regionsAreThoseOfASourceThatTestsRunAndJavaIsOne(Page page) {
        for (Code code : page.code()) {
            if (code.language().equals("java")) {
                assertThat(code.origin()).startsWith("region: ");
            }
            if (code.origin().startsWith("region: ")) {
                String[] origin = code.origin().split(" ");
                assertThat(code.text()).isEqualTo(region(origin[1], origin[2]));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void codeFromAFileIsThatFile(Page page) {
        for (Code code : page.code()) {
            if (code.origin().startsWith("from: ")) {
                Path file = Page.ROOT.resolve(code.origin().substring("from: ".length()));
                assertThat(code.text()).isEqualTo(Page.content(file));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Page page) {
        for (String link : page.links()) {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty()
                    ? page.file()
                    : page.file().resolveSibling(parts[0]).normalize();
            assertThat(target).exists();
            if (parts.length == 2) {
                assertThat(Page.read(target).anchors()).contains(parts[1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void scriptsThatPagesNameCanBeRun(Page page) {
        Stream<String> named = page.code().stream()
                .filter(code -> code.language().equals("sh"))
                .flatMap(code -> find("(?m)^(script/\\S+)", code.text()));
        named.forEach(script -> assertThat(Page.ROOT.resolve(script)).isExecutable());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void settingsThatPagesNameAreKnown(Page page) {
        List<String> known = find("`(GATEWAY_\\w+)`", settings()).toList();
        find("\\b(GATEWAY_[A-Z_]*[A-Z])\\b", page.text())
                .map(variable -> variable.replaceFirst("_FILE$", ""))
                .filter(variable -> !OTHER_VARIABLES.contains(variable))
                .forEach(variable -> assertThat(known).contains(variable));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void dependenciesThatPagesNameHaveThisVersion(Page page) {
        String version = find("<version>([^<]+)</version>", Page.content(Page.ROOT.resolve("pom.xml")))
                .findFirst()
                .orElseThrow();
        page.code().stream()
                .filter(code -> code.text().contains("<groupId>io.wsgateway</groupId>"))
                .flatMap(code -> find("<version>([^<]+)</version>", code.text()))
                .filter(named -> !named.startsWith("${"))
                .forEach(named -> assertThat(named).isEqualTo(version));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void eventsThatPagesPublishAreValid(Page page) {
        Stream<String> posted =
                page.code().stream().flatMap(code -> find("-d '([^']*)'(?!\\s+\\S*/tokens/revoke)", code.text()));
        Stream<String> listed = page.code().stream()
                .flatMap(code -> code.text().lines())
                .filter(line -> line.startsWith("{\"event\":"));
        Stream.concat(posted, listed).forEach(body -> {
            byte[] bytes = body.getBytes(UTF_8);
            assertThat(Envelope.read(bytes, 0, bytes.length, null, null)).isInstanceOf(Envelope.Reading.Valid.class);
        });
    }

    @Test
    void readmeShowsTheTwoCommandsAndTheJarFirst() {
        Page readme = Page.read(Page.ROOT.resolve("README.md"));
        assertThat(readme.code().get(0).text()).contains("script/server ", "script/test ");
        assertThat(readme.text().lines()).hasSizeLessThanOrEqualTo(README_LINES);
        String launcher = Page.content(Page.ROOT.resolve("gateway-launcher/pom.xml"));
        assertThat(readme.text()).contains("gateway-launcher/target/gateway.jar");
        assertThat(launcher).contains("<outputFile>${project.build.directory}/gateway.jar</outputFile>");
    }

    @Test
    void codeInJavadocIsARegionToo() {
        String gateway = Page.content(Page.ROOT.resolve("gateway-core/src/main/java/io/wsgateway/Gateway.java"));
        String shown = Pattern.compile("(?s)<pre>\\{@code\n(.*?) \\* }</pre>")
                .matcher(gateway)
                .results()
                .map(block -> block.group(1).replaceAll("(?m)^ \\* ?", ""))
                .collect(Collectors.joining());
        assertThat(shown).isEqualTo(region("EmbeddingSteps.java", "gateway"));
    }

    @Test
    void customTransportFitsOnAPage() {
        assertThat(region("CustomTransport.java", "custom-transport").lines())
                .hasSizeLessThanOrEqualTo(TRANSPORT_LINES);
    }

    private static String settings() {
        return Page.content(Page.ROOT.resolve("docs/reference/settings.md"));
    }

    /** The lines between the comments {@code [name]} and {@code [/name]}, moved to the left edge. */
    private static String region(String file, String name) {
        List<Path> found = SOURCES.stream()
                .map(folder -> folder.resolve(file))
                .filter(Files::exists)
                .toList();
        assertThat(found).as("%s exists", file).hasSize(1);
        List<String> lines = Page.content(found.get(0)).lines().toList();
        List<String> bare = lines.stream()
                .map(line -> line.strip().replaceFirst("^(?://|<!--) (\\[.*\\])(?: -->)?$", "$1"))
                .toList();
        int from = bare.indexOf("[" + name + "]");
        int to = bare.indexOf("[/" + name + "]");
        assertThat(from).as("start of %s in %s", name, file).isBetween(0, to);
        return String.join("\n", lines.subList(from + 1, to)).stripIndent().stripTrailing() + '\n';
    }

    /** The first group of every match. */
    private static Stream<String> find(String pattern, String in) {
        return Pattern.compile(pattern).matcher(in).results().map(match -> match.group(1));
    }
}
