package io.wsgateway.faults;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What a JVM says of itself. */
final class Jcmd {
    private Jcmd() {}

    /** What the command printed; empty where there is no {@code jcmd}. */
    static String run(long pid, String command) {
        try {
            String jcmd = System.getProperty("java.home") + File.separator + "bin" + File.separator + "jcmd";
            Process process = new ProcessBuilder(jcmd, String.valueOf(pid), command)
                    .redirectErrorStream(true)
                    .start();
            String said = process.inputReader().lines().collect(Collectors.joining("\n"));
            process.waitFor(10, TimeUnit.SECONDS);
            return said;
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
