package io.wsgateway.launcher;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Makes the classes of the jar ready that the gateway may need late. One whose first use fails for want of memory is unusable
 * until the process ends: Java never tries again.
 */
final class ClassPreloader {
    private static final List<String> LATE =
            List.of("io/wsgateway/", "com/fasterxml/jackson/core/", "org/eclipse/jetty/", "org/slf4j/");
    private static final String END = ".class";

    private ClassPreloader() {}

    /** Returns how many are ready; 0 where this isn't a jar. */
    static int preload() {
        CodeSource source = ClassPreloader.class.getProtectionDomain().getCodeSource();
        if (source == null || !source.getLocation().getPath().endsWith(".jar")) {
            return 0;
        }
        int ready = 0;
        try (JarFile jar = new JarFile(Path.of(source.getLocation().toURI()).toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                ready += isLate(entry.getName()) && isReady(entry.getName()) ? 1 : 0;
            }
        } catch (IOException | URISyntaxException unreadable) {
            return ready;
        }
        return ready;
    }

    private static boolean isLate(String entry) {
        return entry.endsWith(END) && LATE.stream().anyMatch(entry::startsWith);
    }

    private static boolean isReady(String entry) {
        String name = entry.substring(0, entry.length() - END.length()).replace('/', '.');
        try {
            return Class.forName(name, true, ClassPreloader.class.getClassLoader())
                    .getName()
                    .equals(name);
        } catch (ClassNotFoundException | LinkageError forOthers) {
            // It needs a library that isn't there, and so nobody needs it.
            return false;
        }
    }
}
