package io.wsgateway.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTest {
    private static ClientNetwork network(String literal) throws UnknownHostException {
        return ClientNetwork.of(InetAddress.getByName(literal));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "192.0.2.1, ::ffff:192.0.2.1",
        "2001:db8:0:1::1, 2001:db8:0:1::1",
        "2001:db8:0:1::1, 2001:db8:0:1:ffff:ffff:ffff:ffff"
    })
    void theseAreOneClient(String one, String other) throws UnknownHostException {
        assertThat(network(one)).isEqualTo(network(other)).hasSameHashCodeAs(network(other));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.2",
        "255.255.255.255, ffff:ffff:ffff:ffff::",
        "0.0.0.1, ::1",
        "0.0.0.0, ::",
        "2001:db8:0:1::1, 2001:db8:0:2::1"
    })
    void theseAreTwo(String one, String other) throws UnknownHostException {
        assertThat(network(one)).isNotEqualTo(network(other));
    }
}
