package io.wsgateway.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListTypesTest {
    @Test
    void subprotocolsAreNamesBetweenCommasOrNone() {
        assertThat(ListTypes.subprotocols().parse("gateway.v1, json")).containsExactly("gateway.v1", "json");
        assertThat(ListTypes.subprotocols().parse("none")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "a,,b", "a b", "a;b", "\"json\"", "a,"})
    void otherListsOfSubprotocolsAreRefused(String text) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> ListTypes.subprotocols().parse(text))
                .satisfies(e -> assertThat(e.fix()).contains("none"));
    }

    @Test
    void originsAreExactOnesOrAStarOrNone() {
        assertThat(ListTypes.origins().parse("https://a.example, http://localhost:8080"))
                .containsExactly("https://a.example", "http://localhost:8080");
        assertThat(ListTypes.origins().parse("*")).containsExactly("*");
        assertThat(ListTypes.origins().parse("none")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "a.example", "https://a.example/", "https://*.example", "null", "https://a;https://b"})
    void otherListsOfOriginsAreRefusedWithAnExample(String text) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> ListTypes.origins().parse(text))
                .satisfies(e -> assertThat(e.fix()).contains("https://chat.example.com"));
    }

    @Test
    void addressesAreThoseOfHostsAndNetworksOrNone() {
        assertThat(ListTypes.addresses().parse("10.0.0.7, 10.1.0.0/16,fd00::/8"))
                .containsExactly("10.0.0.7", "10.1.0.0/16", "fd00::/8");
        assertThat(ListTypes.addresses().parse("none")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {",", "proxy.example.com", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.7;10.0.0.8", "10.0.0.7:80", "*"})
    void otherListsOfAddressesAreRefusedWithAnExample(String text) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> ListTypes.addresses().parse(text))
                .satisfies(e -> assertThat(e.fix()).contains("10.1.0.0/16"));
    }
}
