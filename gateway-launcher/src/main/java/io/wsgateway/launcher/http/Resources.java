package io.wsgateway.launcher.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Reads what lies in the jar. */
final class Resources {
    private static final String WEBJAR = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

    private Resources() {}

    /** A file beside the launcher's classes. */
    static byte[] own(String name) {
        return bytes("io/wsgateway/launcher/" + name);
    }

    /** A file of Swagger UI, in whichever version the jar has. */
    static byte[] swagger(String name) {
        return bytes("META-INF/resources/webjars/swagger-ui/" + Version.OF_SWAGGER + "/" + name);
    }

    private static byte[] bytes(String path) {
        try (InputStream in = Resources.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("The jar is incomplete: it lacks " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Version {
        static final String OF_SWAGGER = read();

        private static String read() {
            Properties properties = new Properties();
            try {
                properties.load(new ByteArrayInputStream(bytes(WEBJAR)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return properties.getProperty("version", "");
        }
    }
}
