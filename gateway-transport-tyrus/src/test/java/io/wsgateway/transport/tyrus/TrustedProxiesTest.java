package io.wsgateway.transport.tyrus;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private static final List<String> LISTED = List.of("10.0.0.0/8", "192.0.2.7", "2001:db8:1::/48");

    private static InetSocketAddress socket(String address) {
        return new InetSocketAddress(requireNonNull(AddressLiteral.of(address)), 40_000);
    }

    private static InetSocketAddress client(String peer, String... lines) {
        return new TrustedProxies(LISTED).client(socket(peer), List.of(lines));
    }

    /** Lines are separated by |. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // What only one proxy says.
                "10.0.0.1    ; 203.0.113.1                             ; 203.0.113.1",
                "10.255.0.1  ; 203.0.113.1                             ; 203.0.113.1",
                "192.0.2.7   ; 2001:db8::1                             ; 2001:db8::1",
                "2001:db8:1::9 ; 203.0.113.1                           ; 203.0.113.1",
                // What the client wrote ahead of it doesn't count.
                "10.0.0.1    ; 1.1.1.1, 203.0.113.1                    ; 203.0.113.1",
                "10.0.0.1    ; 10.0.0.9, 203.0.113.1                   ; 203.0.113.1",
                "10.0.0.1    ; 10.0.0.9, junk, 203.0.113.1             ; 203.0.113.1",
                "10.0.0.1    ; ,,,203.0.113.1                          ; 203.0.113.1",
                // Several proxies, in one line and in several.
                "10.0.0.1    ; 1.1.1.1, 203.0.113.1, 10.0.0.2          ; 203.0.113.1",
                "10.0.0.1    ; 203.0.113.1,192.0.2.7,10.0.0.2          ; 203.0.113.1",
                "10.0.0.1    ; 1.1.1.1|203.0.113.1|10.0.0.2            ; 203.0.113.1",
                "10.0.0.1    ; 1.1.1.1, 1.1.1.2|203.0.113.1, 10.0.0.2  ; 203.0.113.1",
                "10.0.0.1    ; 203.0.113.1, ::ffff:10.0.0.2            ; 203.0.113.1",
                "10.0.0.1    ; 203.0.113.1, 2001:db8:1::2              ; 203.0.113.1",
                // All are listed: the first of them is who asks.
                "10.0.0.1    ; 10.0.0.3, 10.0.0.2                      ; 10.0.0.3",
                // Ports are passed over.
                "10.0.0.1    ; 203.0.113.1:5678                        ; 203.0.113.1",
                "10.0.0.1    ; [2001:db8::1]:5678                      ; 2001:db8::1",
                "10.0.0.1    ; [2001:db8::1]                           ; 2001:db8::1",
                "10.0.0.1    ; 203.0.113.1:80 , 10.0.0.2:80            ; 203.0.113.1",
                // Where a listed one named nobody it is the client: nothing ahead of that counts.
                "10.0.0.1    ; 203.0.113.1, 10.0.0.2, unknown          ; 10.0.0.1",
                "10.0.0.1    ; 203.0.113.1, unknown, 10.0.0.2          ; 10.0.0.2",
                "10.0.0.1    ; 203.0.113.1, , 10.0.0.2                 ; 10.0.0.2",
                "10.0.0.1    ; 203.0.113.1,                            ; 10.0.0.1",
                "10.0.0.1    ; 203.0.113.1|''                          ; 10.0.0.1",
                "10.0.0.1    ; ''                                      ; 10.0.0.1",
                "10.0.0.1    ; ,                                       ; 10.0.0.1",
                // Who isn't listed says what they like.
                "203.0.113.9 ; 203.0.113.1                             ; 203.0.113.9",
                "203.0.113.9 ; 203.0.113.1, 10.0.0.2                   ; 203.0.113.9",
                "11.0.0.1    ; 203.0.113.1                             ; 11.0.0.1",
                "192.0.2.6   ; 203.0.113.1                             ; 192.0.2.6",
                "2001:db8:2::1 ; 203.0.113.1                           ; 2001:db8:2::1"
            })
    void theClientIsTheLastOneThatIsNotListed(String peer, String lines, String client) {
        String[] all = Arrays.stream(lines.split("\\|", -1))
                .map(line -> line.equals("''") ? "" : line)
                .toArray(String[]::new);
        assertThat(client(peer, all).getAddress()).isEqualTo(AddressLiteral.of(client));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "_hidden",
                "localhost",
                "example.com",
                "203.0.113.1 1.1.1.1",
                "203.0.113.1;1.1.1.1",
                "203.0.113.256",
                "203.0.113",
                "203.0.113.1.1",
                "203.0.113.01",
                "0313.0.113.1",
                "0xCB.0.113.1",
                "3405803777",
                "203.0.113.1:",
                "203.0.113.1:port",
                "203.0.113.1/32",
                "\"203.0.113.1\"",
                "for=203.0.113.1",
                "[203.0.113.1]",
                "[203.0.113.1]:80",
                "[2001:db8::1",
                "2001:db8::1]",
                "[2001:db8::1]x",
                "2001:db8::1%eth0",
                "2001:db8:::1",
                "2001:db8::1::2",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "2001:db8::12345",
                "::ffff:203.0.113.256",
                "::ffff:203.0.113.01",
                "::203.0.113",
                ":",
                "unix:",
                "*",
                "\u00fc"
            })
    void whatIsNoAddressNamesNobody(String text) {
        assertThat(client("10.0.0.1", "203.0.113.1, " + text)).isEqualTo(socket("10.0.0.1"));
    }

    @Test
    void whoConnectedKeepsItsPortAndWhoIsNamedHasNone() {
        assertThat(client("203.0.113.9", "203.0.113.1").getPort()).isEqualTo(40_000);
        assertThat(client("10.0.0.1").getPort()).isEqualTo(40_000);
        assertThat(client("10.0.0.1", "203.0.113.1:5678").getPort()).isZero();
    }

    @Test
    void aHeaderOfThousandsIsNothingSpecial() {
        assertThat(client("10.0.0.1", "10.0.0.2,".repeat(5_000) + "203.0.113.1").getAddress())
                .isEqualTo(AddressLiteral.of("203.0.113.1"));
        assertThat(client("10.0.0.1", "203.0.113.1" + ",10.0.0.2".repeat(5_000)).getAddress())
                .isEqualTo(AddressLiteral.of("203.0.113.1"));
    }

    @Test
    void withoutAListNobodyIsBelieved() {
        assertThat(new TrustedProxies(List.of()).client(socket("127.0.0.1"), List.of("203.0.113.1")))
                .isEqualTo(socket("127.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "10.1.2.3/32, 10.1.2.3, true",
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.128.0.0/9, 10.127.255.255, false",
        "172.16.0.0/12, 172.31.255.255, true",
        "172.16.0.0/12, 172.32.0.0, false",
        "0.0.0.0/0, 203.0.113.1, true",
        "0.0.0.0/0, ::1, false",
        "::/0, ::1, true",
        "::/0, 203.0.113.1, false",
        "::1, ::1, true",
        "fd00::/8, fdff:ffff::1, true",
        "fd00::/8, fe00::, false",
        "2001:db8::/33, 2001:db8:7fff::, true",
        "2001:db8::/33, 2001:db8:8000::, false",
        "::ffff:10.0.0.1, 10.0.0.1, true"
    })
    void aNetworkHasTheAddressesThatBeginLikeIt(String block, String address, boolean contained) {
        assertThat(AddressBlock.of(block).contains(requireNonNull(AddressLiteral.of(address))))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "proxy.example.com",
                "10.0.0",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/999",
                "10.0.0.0/8/8",
                "10.0.0.1/8",
                "10.0.0.0/-1",
                "10.0.0.0-10.0.0.9",
                "10.0.0.*",
                "fd00::1/8",
                "fd00::/129",
                "[fd00::]/8",
                "10.0.0.1:80",
                "*"
            })
    void otherTextsAreNoNetworks(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ProxyConfig.trusting(List.of(text)));
    }

    @Test
    void theProxyProtocolNeedsItsSpeakers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyConfig.none().withProtocol(true))
                .withMessageContaining("addresses");
    }
}
