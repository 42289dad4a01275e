package io.wsgateway.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What gateway.jar is made of, read from the jar that users run. */
class RunnableJarIT {
    private static final String JAR = System.getProperty("gateway.jar");

    @Test
    void itsManifestNamesMainAndAllowsClassesForLaterJdks() throws IOException {
        try (JarFile jar = new JarFile(JAR)) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo("io.wsgateway.launcher.Main");
            assertThat(manifest.getValue(Attributes.Name.MULTI_RELEASE)).isEqualTo("true");
            assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
                    .isNotBlank();
        }
    }

    @Test
    void itHoldsNoModuleDescriptorSignatureOrNetty() throws IOException {
        assertThat(entries())
                .isNotEmpty()
                .noneMatch(name -> name.endsWith("module-info.class"))
                .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|DSA|RSA)"))
                .noneMatch(name -> name.startsWith("io/netty/"));
    }

    @Test
    void everyLibraryInItIsListedWithItsLicence() throws IOException {
        String list = text("META-INF/THIRD-PARTY.md");
        List<String> libraries = entries().stream()
                .filter(name -> name.matches("META-INF/maven/[^/]+/[^/]+/pom\\.properties"))
                .map(name -> name.split("/")[3])
                .filter(artifact -> !artifact.startsWith("gateway-"))
                .toList();
        assertThat(libraries).hasSizeGreaterThan(20);
        assertThat(libraries).filteredOn(artifact -> !list.contains(artifact)).isEmpty();
    }

    @Test
    void theLicenceTextsThatTheListNamesAreInIt() throws IOException {
        assertThat(text("META-INF/LICENSE").contains("Apache License")).isTrue();
        assertThat(text("META-INF/LICENSE.md").contains("Eclipse Public License"))
                .isTrue();
        assertThat(text("META-INF/LICENSE.txt").contains("QOS.ch")).isTrue();
    }

    private static List<String> entries() throws IOException {
        try (JarFile jar = new JarFile(JAR)) {
            return jar.stream().map(entry -> entry.getName()).toList();
        }
    }

    private static String text(String name) throws IOException {
        try (JarFile jar = new JarFile(JAR)) {
            return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), UTF_8);
        }
    }
}
