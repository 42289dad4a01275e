package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** With the words of RabbitMQ 3.10.8; 4.1 has the same. */
class RemediesTest {
    private static final String NO_ACCESS = "NOT_ALLOWED - access to vhost 'my chat' refused for user 'gw'";

    @Test
    void aUserWithoutRightsGetsThemAndIsToldThatOthersGo() {
        assertThat(Remedies.of(NO_ACCESS))
                .isEqualTo(". Give the rights (configure, write, read; they replace all that this user has there):"
                        + " rabbitmqctl set_permissions -p 'my chat' gw '^gateway\\.' '^gateway\\.' '^gateway\\.'");
    }

    @Test
    void aLimitOfConnectionsIsNoMatterOfRights() {
        assertThat(Remedies.of(NO_ACCESS + ": connection limit (1) is reached"))
                .endsWith("rabbitmqctl set_vhost_limits -p 'my chat' '{\"max-connections\": NUMBER}'")
                .doesNotContain("set_permissions");
        assertThat(Remedies.of("NOT_ALLOWED - connection refused for user 'gw': user connection limit (1) is reached"))
                .endsWith("rabbitmqctl set_user_limits gw '{\"max-connections\": NUMBER}'");
    }

    @Test
    void aVirtualHostThatIsDownIsNoMatterOfRights() {
        assertThat(Remedies.of(NO_ACCESS + ": vhost 'my chat' is down"))
                .endsWith("rabbitmqctl restart_vhost -p 'my chat'")
                .doesNotContain("set_permissions");
    }

    @Test
    void whatIsCutOffOrGoesOnOtherwiseNamesNoRemedy() {
        assertThat(Remedies.of(NO_ACCESS + ": something new")).isEmpty();
        assertThat(Remedies.of("NOT_ALLOWED - access to vhost 'my chat' refused for us..."))
                .isEmpty();
    }

    /** Lines for people are shorter than what RabbitMQ says. */
    @Test
    void longNamesAreWhole() {
        String host = "v".repeat(160);
        assertThat(Remedies.of("NOT_ALLOWED - access to vhost '" + host + "' refused for user 'gw'"))
                .contains(" -p " + host + " gw ");
    }
}
