package io.wsgateway.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What instances use, to see whether it grows.
 *
 * @param heapMegabytes after a full collection, per instance
 * @param threads per instance
 * @param files open files and sockets per instance; nothing where the system doesn't say
 */
record Footprint(List<Long> heapMegabytes, List<Long> threads, List<Long> files) {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    static Footprint of(List<Member> members) {
        List<Long> pids = members.stream().map(one -> one.gateway().jar.pid()).toList();
        return new Footprint(
                pids.stream().map(Footprint::heap).toList(),
                pids.stream().map(pid -> count("task", pid)).toList(),
                pids.stream().map(pid -> count("fd", pid)).toList());
    }

    static long heap(long pid) {
        jcmd(pid, "GC.run");
        // One of the first lines says what the whole heap uses; what follows it is the metaspace.
        Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
        return used.find() ? Long.parseLong(used.group(1)) >> 10 : -1;
    }

    private static long count(String what, long pid) {
        try (var entries = Files.list(Path.of("/proc", String.valueOf(pid), what))) {
            return entries.count();
        } catch (IOException notLinux) {
            return -1;
        }
    }

    private static String jcmd(long pid, String command) {
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

    @Override
    public String toString() {
        return "heap " + heapMegabytes + " MB, threads " + threads + ", files " + files;
    }
}
