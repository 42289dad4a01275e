package io.wsgateway.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a full heap doesn't end. */
class FullHeapIT {
    @TempDir
    private Path folder;

    @Test
    void aThreadThatFailsForTheFirstTimeGoesOn() throws Exception {
        File output = folder.resolve("output").toFile();
        // Without buffers of each thread's own, from which it could still be served.
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-XX:+UseSerialGC",
                "-XX:-UseTLAB",
                "-cp",
                System.getProperty("java.class.path"),
                FullHeap.class.getName());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(output.toPath()))
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
