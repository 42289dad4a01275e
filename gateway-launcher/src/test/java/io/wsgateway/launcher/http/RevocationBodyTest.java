package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsgateway.model.Revocation;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevocationBodyTest {
    @Test
    void aTokenOrAUserIsNamed() throws RevocationBody.Refused {
        assertThat(read("{'jti':'t1'}")).isEqualTo(Revocation.ofToken("t1"));
        assertThat(read("{'userId':'bob','issuedBefore':'2026-01-31T13:00:00.5+01:00'}"))
                .isEqualTo(Revocation.ofUser("bob").withIssuedBefore(Instant.parse("2026-01-31T12:00:00.5Z")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | Send either | ",
                "{'jti':'t','userId':'u'} | Send either | ",
                "{'jti':'t','issuedBefore':'2026-01-31T12:00:00Z'} | goes with userId | issuedBefore",
                "{'userId':'u','issuedBefore':'yesterday'} | RFC 3339 | issuedBefore",
                "{'userId':'u','issuedBefore':1} | as a string | issuedBefore",
                "{'userId':'u','issuedbefore':'2026-01-31T12:00:00Z'} | no fields but | ",
                "{'userId':''} | 1 to 64 | userId",
                "{'jti':''} | 1 to 256 | jti",
                "{'jti':['t']} | as a string | jti",
                "{'jti':'a','jti':'b'} | one JSON object | ",
                "{'jti':'a'} {} | one JSON object | ",
                "[] | one JSON object | ",
                "{'jti':'a' | one JSON object | ",
                "'' | one JSON object | ",
            })
    void anythingElseIsRefusedByWhatToSend(String body, String message, String field) {
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(RevocationBody.Refused.class, refused -> {
            assertThat(refused).hasMessageContaining(message);
            assertThat(refused.field()).isEqualTo(field);
        });
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        assertThatThrownBy(() -> RevocationBody.read(new byte[] {'{', (byte) 0xFF, '}'}))
                .isInstanceOf(RevocationBody.Refused.class);
    }

    private static Revocation read(String body) throws RevocationBody.Refused {
        return RevocationBody.read(body.replace('\'', '"').getBytes(UTF_8));
    }
}
