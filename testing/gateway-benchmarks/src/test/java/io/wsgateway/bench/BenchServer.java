package io.wsgateway.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server's process: starts what is measured and does what the control connection says, until that ends. */
final class BenchServer {
    private final Target target;
    private final Publisher publisher;

    private BenchServer(Target target) {
        this.target = target;
        publisher = new Publisher(target);
    }

    /** @param args the kind of server, and the port to be controlled from */
    public static void main(String[] args) throws Exception {
        try (Control control = Control.to(Integer.parseInt(args[1]));
                Target target = ServerKind.valueOf(args[0]).start()) {
            BenchServer server = new BenchServer(target);
            control.send(Integer.toString(target.port()));
            for (String line = control.receive(); line != null; line = control.receive()) {
                String answer = server.obey(line.split(" "));
                if (answer != null) {
                    control.send(answer);
                }
            }
        }
    }

    private @Nullable String obey(String[] words) throws Exception {
        switch (words[0]) {
            case "in-flight" -> publisher.inFlight(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            case "per-second" -> publisher.perSecond(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            case "credit" -> credit(words);
            case "stop" -> {
                return Long.toString(publisher.stop());
            }
            case "open" -> {
                return Integer.toString(target.open());
            }
            case "cpu" -> {
                return Long.toString(cpuNanos());
            }
            case "heap" -> {
                System.gc();
                System.gc();
                return Long.toString(
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            }
            case "rss" -> {
                return Long.toString(residentBytes());
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
        return null;
    }

    private void credit(String[] words) {
        for (int i = 1; i < words.length; i++) {
            int colon = words[i].indexOf(':');
            publisher.credit(
                    Integer.parseInt(words[i], 0, colon, 10),
                    Integer.parseInt(words[i], colon + 1, words[i].length(), 10));
        }
    }

    /** CPU time of this process. */
    static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    // Zero where the system doesn't say.
    private static long residentBytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0)
                    * 1024;
        }
    }
}
