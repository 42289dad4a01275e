package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.ClusterBus;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.RecordingFollower;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;

/** The Jedis that other people have on their class paths. */
class LinkageIT extends RedisFaults {
    private final RedisServer server = closedLater(RedisServer.running());

    @Test
    void whatJedisLacksIsNamedWithWhatToDo() throws Exception {
        for (String missing : new String[] {
            "redis.clients.jedis.ConnectionFactory",
            "redis.clients.jedis.ConnectionPoolConfig",
            "org.apache.commons.pool2.impl.GenericObjectPool"
        }) {
            ClusterBus bus = closedLater(busWithout(missing, server.uri()));
            bus.start(new RecordingFollower());
            await().untilAsserted(() -> assertThat(bus.health().reason().replace('/', '.'))
                    .contains("lacks", missing, "use Jedis 6.0 or later", JedisVersion.present()));
            assertThat(bus.liveness().up()).isTrue();
        }
    }

    /** script/other-versions runs tests with another Jedis; here it is made sure that it does. */
    @Test
    void theJedisIsTheOneThatIsMeant() {
        String jar = String.valueOf(
                Connection.class.getProtectionDomain().getCodeSource().getLocation());
        assertThat(jar).contains(System.getProperty("tested.jedis", "jedis"));
        assertThat(jar).contains("jedis-" + JedisVersion.present());
    }

    private static ClusterBus busWithout(String missing, URI uri) throws ReflectiveOperationException {
        ClassLoader loader = new Without(missing);
        Object config = loader.loadClass(RedisConfig.class.getName())
                .getMethod("at", URI.class, String.class)
                .invoke(null, uri, "n1");
        return (ClusterBus) loader.loadClass(RedisClusterBus.class.getName())
                .getConstructor(config.getClass())
                .newInstance(config);
    }

    /** Has classes of Jedis and of its users of its own, all but one. */
    private static final class Without extends ClassLoader {
        private final String missing;

        private Without(String missing) {
            super(LinkageIT.class.getClassLoader());
            this.missing = missing;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(missing)) {
                throw new ClassNotFoundException(name);
            }
            boolean own = name.startsWith("redis.clients.")
                    || name.startsWith("org.apache.commons.pool2.")
                    || name.startsWith("io.wsgateway.sync.redis.");
            if (!own) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known != null ? known : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
