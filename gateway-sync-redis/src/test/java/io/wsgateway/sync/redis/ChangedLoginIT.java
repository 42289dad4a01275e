package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.messageWithId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wsgateway.model.Event;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.RecordingFollower;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user whose password is changed while the gateway runs. */
class ChangedLoginIT {
    private final RedisServer server = RedisServer.running();
    private RedisClusterBus bus;

    @BeforeEach
    void start() {
        password("first");
        bus = new RedisClusterBus(RedisConfig.at(uri("first"), "n1"));
    }

    @AfterEach
    void close() {
        bus.close();
        server.close();
    }

    @Test
    void theNextConnectionHasTheNewPasswordAndTheLogGoesOn() {
        RecordingFollower follower = new RecordingFollower();
        bus.start(follower);
        await().until(() -> bus.health().up());
        bus.append(List.of(messageWithId("a"))).toCompletableFuture().join();

        password("second");
        server.run("CLIENT", "KILL", "USER", "gateway");
        await().until(() -> !bus.health().up());

        bus.changeLogin(uri("second"));
        await().until(() -> bus.health().up());
        bus.append(List.of(messageWithId("b"))).toCompletableFuture().join();
        await().untilAsserted(() -> assertThat(follower.entries())
                .extracting(entry -> ((Event) entry).id())
                .containsExactly("a", "b"));
    }

    @Test
    void anotherPlaceIsRefusedAndNothingOfALoginIsSaid() {
        for (String other : List.of(
                "redis://gateway:second@127.0.0.1:1",
                "redis://gateway:second@127.0.0.1:" + server.port() + "/3",
                "rediss://gateway:second@127.0.0.1:" + server.port())) {
            assertThatThrownBy(() -> bus.changeLogin(URI.create(other)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContainingAny("first", "second", "gateway:");
        }
    }

    private void password(String password) {
        server.run("ACL", "SETUSER", "gateway", "on", "resetpass", ">" + password, "~gw:*", "&gw:*", "+@all");
    }

    private URI uri(String password) {
        return URI.create("redis://gateway:" + password + "@127.0.0.1:" + server.port());
    }
}
