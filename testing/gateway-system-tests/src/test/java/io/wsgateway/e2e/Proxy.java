package io.wsgateway.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A proxy as a process of the test's own. */
final class Proxy implements AutoCloseable {

    /** Those that the docs have a configuration for. */
    enum Kind {
        NGINX,
        HAPROXY;

        String program() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Process process;

    private Proxy(Process process) {
        this.process = process;
    }

    /** @param configuration as in the docs: what goes into nginx' {@code http} block, or HAProxy's whole file */
    static Proxy start(Kind kind, String configuration, Path folder) throws IOException {
        Path file = folder.resolve(kind.program() + ".conf");
        Files.writeString(file, kind == Kind.NGINX ? nginx(configuration, folder) : configuration);
        List<String> command = kind == Kind.NGINX
                ? List.of(program(kind), "-p", folder.toString(), "-e", "stderr", "-c", file.toString())
                : List.of(program(kind), "-db", "-f", file.toString());
        return new Proxy(new ProcessBuilder(command).inheritIO().start());
    }

    private static String nginx(String configuration, Path folder) {
        String temporary = "%1$s_temp_path " + folder + "/%1$s;\n";
        StringBuilder text = new StringBuilder("daemon off;\nuser root;\npid " + folder + "/nginx.pid;\n"
                + "error_log stderr crit;\nevents {}\nhttp {\naccess_log off;\n");
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            text.append(temporary.formatted(kind));
        }
        return text.append(configuration).append("}\n").toString();
    }

    /** Where it is installed: not every user's path has the folders of servers. */
    private static String program(Kind kind) {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(":")),
                        Stream.of("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"))
                .map(place -> Path.of(place, kind.program()))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "There is no " + kind.program() + ": script/install-servers installs it"));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
