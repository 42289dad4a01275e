package io.wsgateway.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
        Jcmd.run(pid, "GC.run");
        // One of the first lines says what the whole heap uses; what follows it is the metaspace.
        Matcher used = USED.matcher(Jcmd.run(pid, "GC.heap_info"));
        return used.find() ? Long.parseLong(used.group(1)) >> 10 : -1;
    }

    private static long count(String what, long pid) {
        try (var entries = Files.list(Path.of("/proc", String.valueOf(pid), what))) {
            return entries.count();
        } catch (IOException notLinux) {
            return -1;
        }
    }

    @Override
    public String toString() {
        return "heap " + heapMegabytes + " MB, threads " + threads + ", files " + files;
    }
}
