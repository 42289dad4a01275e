package io.wsgateway.launcher.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command line that runs the jar.
 *
 * @param prefix a command that runs what follows it as the same process
 * @param program the options of the JVM, and what it is to run
 */
record GatewayCommand(List<String> prefix, List<String> program, List<String> flags, Map<String, String> environment) {
    static GatewayCommand of(List<String> flags, Map<String, String> environment) {
        return new GatewayCommand(List.of(), List.of("-Xmx512m", "-jar", jar()), flags, environment);
    }

    /** With so many file descriptors. */
    GatewayCommand withDescriptors(int most) {
        return behind("sh", "-c", "ulimit -n " + most + " && exec \"$@\"", "sh");
    }

    /**
     * With the usual effect of SIGHUP and SIGINT: under {@code nohup} or behind an {@code &} of a shell they are ignored, and no
     * JVM changes that.
     */
    GatewayCommand withSignals() {
        return behind("perl", "-e", "$SIG{HUP} = $SIG{INT} = 'DEFAULT'; exec @ARGV or die $!");
    }

    /**
     * With a {@link Ballast} beside it.
     *
     * @param options of the JVM, instead of the usual ones
     */
    GatewayCommand withBallast(List<String> options) {
        String classes = Ballast.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        List<String> ballast = new ArrayList<>(options);
        ballast.addAll(List.of("-cp", jar() + File.pathSeparator + classes, Ballast.class.getName()));
        return new GatewayCommand(prefix, ballast, flags, environment);
    }

    /** Sees no {@code GATEWAY_} variable but those that it is given. */
    Process start(Path output) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(program);
        command.addAll(flags);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GATEWAY_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private GatewayCommand behind(String... command) {
        return new GatewayCommand(List.of(command), program, flags, environment);
    }

    private static String jar() {
        Path jar = Path.of(System.getProperty("gateway.jar", "target/gateway.jar"));
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("There is no " + jar + ": mvn -Pjar package makes it");
        }
        return jar.toString();
    }
}
