package io.wsgateway.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTypeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json;",
                "application/json ; ",
                "application/json;;",
                "application/json;charset=utf-8",
                "application/json; charset=UTF-8",
                "application/json; charset=\"utf-8\"",
                "application/json;charset=utf-8;",
                "application/json; charset = UTF-8",
                "APPLICATION/JSON; CHARSET=utf8",
                "application/json;\tprofile=\"a; b=\\\"c\\\"\"; charset=Utf-8",
                "application/json; version=1"
            })
    void theseAreJson(String type) {
        assertThat(JsonType.matches(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "application/jsonp",
                "application/json, text/plain",
                "application/json,application/json",
                "application/json charset=utf-8",
                "application/json; charset=latin1",
                "application/json; charset=\"utf-16\"",
                "application/json; charset=utf-8; charset=latin1",
                "application/json; charset",
                "application/json; charset=\"utf-8",
                "application/json; =utf-8",
                "application/json; a=b c",
                "text/plain; a=application/json"
            })
    void theseAreNot(String type) {
        assertThat(JsonType.matches(type)).isFalse();
    }

    @Test
    void aLongOneTakesNoTime() {
        String type = "application/json" + ";".repeat(8_000) + " ".repeat(8_000) + "\"";
        Assertions.assertTimeout(
                Duration.ofSeconds(2), () -> assertThat(JsonType.matches(type)).isFalse());
    }
}
