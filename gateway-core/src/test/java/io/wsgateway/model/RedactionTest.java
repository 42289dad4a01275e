package io.wsgateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redis://127.0.0.1:6379 | redis://127.0.0.1:6379",
                "redis://ann:canary@h:6379/0 | redis://***@h:6379/0",
                "redis://ann:can@ry@h:6379/0 | redis://***@h:6379/0",
                "rediss://:canary@[::1]:6379 | rediss://***@[::1]:6379",
                "redis+sentinel://ann:canary@one:26379,two:26379/main | redis+sentinel://***@one:26379,two:26379/main",
                "amqps://ann:canary@broker.example.com/%2Fvhost | amqps://***@broker.example.com/%2Fvhost",
                "https://ann:canary@a.example.com/k.json?key=canary#canary | https://***@a.example.com/k.json?***",
                "https://login.example.com/keys.json | https://login.example.com/keys.json",
            })
    void anAddressIsShownWithoutLoginAndQuery(String address, String shown) {
        assertThat(Redaction.address(address)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://u:First#canary@h:6379",
                "redis://u:canary#x@h:6379",
                "redis://u:First/canary@h:6379",
                "redis://u:First?canary@h:6379",
                "redis://u:First@canary@h:6379",
                "redis://u:canary",
                "redis://:canary",
                "redis://u:canary/0",
                "redis+sentinel://u:canary#@one:26379,two:26379/main",
                "redis+sentinel://u:canary,one:26379",
                "amqp://u:a canary@h",
                "amqp://u:%canary",
                "https://h/keys?token=canary",
                "https://h/keys?a@h/canary",
                "https://h/keys#a@canary",
                "canary",
                "://canary",
                "can ary://canary",
            })
    void whatMayBeAPartOfAPasswordIsNot(String address) {
        assertThat(Redaction.address(address)).doesNotContain("canary", "First");
    }

    @Test
    void whereNothingIsCertainTheSchemeIsLeft() {
        assertThat(Redaction.address("redis://u:canary")).isEqualTo("redis://***");
    }
}
