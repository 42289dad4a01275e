package io.wsgateway.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs the tests of the docs' client, which are written in its own language. */
class ClientScriptIT {
    private static final Path TESTS = Path.of("src", "test", "js", "client.test.mjs");

    @Test
    void theClientOfTheDocsPassesItsTests() throws IOException, InterruptedException {
        Process node = new ProcessBuilder("node", "--test", TESTS.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), UTF_8);

        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).as(output).isZero();
        assertThat(output).containsPattern("(pass|# pass) [1-9]");
    }
}
