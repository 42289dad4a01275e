package io.wsgateway.launcher.settings;

import io.wsgateway.transport.tyrus.AdmissionConfig;
import io.wsgateway.transport.tyrus.ProxyConfig;
import io.wsgateway.transport.tyrus.TyrusConfig;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** The kinds of values of which a setting may have several: between commas, or {@code none}. */
final class ListTypes {
    private ListTypes() {}

    static ValueType<List<String>> subprotocols() {
        return list(
                "NAMES",
                names -> TyrusConfig.at("127.0.0.1", 0).withSubprotocols(names).subprotocols(),
                "is not a list of subprotocols",
                "separate names by commas, such as gateway.v1,json, or use none");
    }

    static ValueType<List<String>> origins() {
        return list(
                "ORIGINS",
                origins -> AdmissionConfig.defaults().withOrigins(origins).origins(),
                "is not a list of origins",
                "write each with its scheme and nothing behind the host but a port, such as"
                        + " https://chat.example.com,http://localhost:8080; or use * for all, or none");
    }

    static ValueType<List<String>> addresses() {
        return list(
                "ADDRESSES",
                addresses -> ProxyConfig.trusting(addresses).trusted(),
                "is not a list of IP addresses and networks",
                "write addresses, and networks without bits behind their prefix, such as 10.0.0.7,10.1.0.0/16,fd00::/8;"
                        + " or use none");
    }

    /** @param checked throws an {@link IllegalArgumentException} where one of them isn't right */
    private static ValueType<List<String>> list(
            String shape, UnaryOperator<List<String>> checked, String what, String fix) {
        return new ValueType<>(shape, text -> {
            try {
                return checked.apply(members(text));
            } catch (IllegalArgumentException e) {
                throw new InvalidValue(what, fix);
            }
        });
    }

    private static List<String> members(String text) {
        return "none".equals(text)
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }
}
