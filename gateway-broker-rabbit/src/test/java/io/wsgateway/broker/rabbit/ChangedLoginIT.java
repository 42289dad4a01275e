package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsgateway.testkit.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user whose password is changed while the gateway runs. */
class ChangedLoginIT extends RabbitCase {
    private static final String USER = "rotates";

    @BeforeEach
    void createUser() {
        server().ctl("add_user", USER, "first");
        server().ctl("set_permissions", "-p", host.name(), USER, ".*", ".*", ".*");
    }

    @AfterEach
    void deleteUser() {
        server().ctl("delete_user", USER);
    }

    @Test
    void theNextConnectionHasTheNewPasswordAndNothingIsLost() throws Exception {
        RabbitConfig config = RabbitConfig.of(url("first"), "a");
        RabbitEventSource source = started(config, log.join("a"));
        RabbitPublisher publisher = closing(new RabbitPublisher(config));
        publisher.start();
        await().until(() -> publisher.health().up());
        publish("g1", 0, 10);

        server().ctl("change_password", USER, "second");
        assertThat(source.health().up()).isTrue();
        server().closeConnections();
        await().until(() -> source.health().reason().contains("refused the user or the password"));
        publish("g1", 10, 20);

        source.changeLogin(url("second"));
        publisher.changeLogin(url("second"));
        await().until(() -> source.health().up() && publisher.health().up());
        publisher
                .publish(Samples.messageWithId("g1-20"), "g1")
                .toCompletableFuture()
                .join();
        awaitAll("g1", 21);
    }

    @Test
    void anotherPlaceIsRefusedAndNothingOfALoginIsSaid() {
        RabbitEventSource source = closing(new RabbitEventSource(RabbitConfig.of(url("first"), "a")));
        for (String other : new String[] {
            "amqp://rotates:second@127.0.0.1:1/" + host.name(),
            "amqps://rotates:second@127.0.0.1:" + server().port(),
            "x"
        }) {
            assertThatThrownBy(() -> source.changeLogin(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContainingAny("first", "second", "rotates:");
        }
    }

    private String url(String password) {
        return "amqp://" + USER + ":" + password + "@127.0.0.1:" + server().port() + "/" + host.name();
    }
}
