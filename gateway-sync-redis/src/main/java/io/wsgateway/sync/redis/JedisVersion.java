package io.wsgateway.sync.redis;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Which Jedis is on the class path. */
final class JedisVersion {
    private JedisVersion() {}

    /** What to do about a class or method that isn't there. */
    static String lacking(String what) {
        return "Jedis " + present() + " on the class path, or what it needs, lacks " + what
                + ": use Jedis 6.0 or later with all of its dependencies";
    }

    /** Such as 8.0.2. Asks for no class of Jedis, since that may be what is missing. */
    static String present() {
        Properties properties = new Properties();
        try (InputStream in = JedisVersion.class
                .getClassLoader()
                .getResourceAsStream("META-INF/maven/redis.clients/jedis/pom.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            return "of an unknown version";
        }
        return properties.getProperty("version", "of an unknown version");
    }
}
