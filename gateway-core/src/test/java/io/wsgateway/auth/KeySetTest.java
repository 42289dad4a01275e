package io.wsgateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Key sets as they are in the world. In the JSON of these tables, single quotes stand for double ones. */
class KeySetTest {
    private static final ECKey EC = Tokens.ec("ec", Curve.P_256);
    private static final RSAKey RSA = Tokens.rsa("rsa");
    /** A self-signed one for a key on P-256, valid for a day: nobody asks for that. */
    private static final String CERTIFICATE =
            "MIIBeDCCAR+gAwIBAgIUfu+V7h1xBNmbdHqe29itSkxwxz4wCgYIKoZIzj0EAwIwEjEQMA4GA1UEAwwHZXhhbXBsZTAeFw0yNjEx"
                    + "MjgxODAwNTlaFw0yNjExMjkxODAwNTlaMBIxEDAOBgNVBAMMB2V4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATlW/Lv"
                    + "0IHLIXsx6uEBUukLoxIvIN+zToGz25TrycCvHLfgX0t9tF/2Sjs1+ZQ5bYD+/F8uQeD+a9CYBwRYH/ywo1MwUTAdBgNVHQ4EFgQU"
                    + "oPD84wLr5r+2/WDLw8KuAf8gk/0wHwYDVR0jBBgwFoAUoPD84wLr5r+2/WDLw8KuAf8gk/0wDwYDVR0TAQH/BAUwAwEB/zAKBggq"
                    + "hkjOPQQDAgNHADBEAiBY9F+5m6MJtzY4i9qveLRDrabm5CmCHE+kEY464wt/cQIgHajiNwGR/Y3MTthlLmtDBjOmiWgrgBs5G2pi"
                    + "4UVqns0=";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5",
                "null",
                "'x'",
                "[]",
                "{}",
                "{'kty':'new-kind','kid':'x'}",
                "{'kty':5}",
                "{'kty':'RSA'}",
                "{'kty':'RSA','n':5,'e':'AQAB'}",
                "{'kty':'EC','crv':'P-256'}",
                "{'kty':'EC','crv':'P-256','x':'AA','y':'AA'}",
                "{'kty':'EC','crv':'secp256k1','x':'AA','y':'AA'}",
                "{'kty':'OKP','crv':'X25519','x':'hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo'}",
                "{'kty':'OKP','crv':'Ed25519','x':'AA'}",
                "{'kty':'OKP','crv':'Ed25519','x':'!'}",
                "{'kty':'EC','x5c':[]}",
                "{'kty':'EC','x5c':['AAAA']}",
                "{'kty':'EC','x5c':[5]}"
            })
    void whatMakesNoSenseSpoilsNoOtherKey(String member) {
        List<VerificationKey> keys = parse(member + "," + EC.toJSONString());

        assertThat(keys).extracting(VerificationKey::id).containsExactly("ec");
    }

    @Test
    void secretAndPrivateKeysAreNeverHeld() {
        OctetSequenceKey secret = new OctetSequenceKey.Builder(Tokens.SECRET).build();
        List<VerificationKey> keys = parse(secret.toJSONString() + "," + RSA.toJSONString() + "," + EC.toJSONString());

        assertThat(keys).extracting(VerificationKey::key).isEqualTo(List.of(pub(RSA), pub(EC)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'use':'enc'",
                "'use':'x'",
                "'key_ops':['encrypt']",
                "'key_ops':[]",
                "'alg':'RSA-OAEP'",
                "'alg':'ES256'",
                "'alg':'HS256'",
                "'alg':'none'"
            })
    void aKeyForSomethingElseSignsNothing(String purpose) {
        assertThatThrownBy(() -> parse(with(RSA, purpose))).hasMessageContaining("no key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'use':'sig'",
                "'use':null",
                "'key_ops':['verify']",
                "'key_ops':['verify','something-new']",
                "'use':'sig','key_ops':['verify','encrypt']",
                "'x5c':['spoilt'],'x5t':5",
                "'exp':5,'nbf':'never','unknown':{}"
            })
    void otherMembersDontSpoilAKey(String members) {
        assertThat(parse(with(RSA, members)).get(0).algorithms()).contains("RS256", "PS512");
    }

    @Test
    void anAlgorithmThatAKeyStatesIsItsOnlyOne() {
        assertThat(parse(with(RSA, "'alg':'PS384'")).get(0).algorithms()).isEqualTo(Set.of("PS384"));
        assertThat(parse(with(EC, "'alg':'ES256'")).get(0).algorithms()).isEqualTo(Set.of("ES256"));
    }

    @Test
    void keysMayHaveNoIdOrTheSameOne() {
        assertThat(parse(with(RSA, "'kid':null") + "," + with(EC, "'kid':5") + "," + EC.toJSONString() + "," + EC))
                .extracting(VerificationKey::id)
                .containsExactly(null, null, "ec", "ec");
    }

    @Test
    void aKeyMayBeGivenAsItsCertificateOnly() {
        List<VerificationKey> keys = parse("{'kty':'EC','kid':'c','x5c':['" + CERTIFICATE + "']}");

        assertThat(keys).hasSize(1).allSatisfy(key -> {
            assertThat(key.id()).isEqualTo("c");
            assertThat(key.algorithms()).isEqualTo(Set.of("ES256"));
        });
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        assertThat(KeySet.parse(("\ufeff{\"keys\":[" + EC.toPublicJWK() + "]}").getBytes(UTF_8)))
                .hasSize(1);
    }

    private static List<VerificationKey> parse(String members) {
        return KeySet.parse(("{\"keys\":[" + members.replace('\'', '"') + "]}").getBytes(UTF_8));
    }

    /** The public key as JSON, with more members, or others in their place. */
    private static String with(JWK key, String members) {
        String json = key.toPublicJWK().toJSONString();
        String kept = members.startsWith("'kid'") ? json.replaceAll(",?\"kid\":\"[^\"]*\"", "") : json;
        return kept.substring(0, kept.length() - 1) + "," + members + "}";
    }

    private static Object pub(JWK key) {
        return KeySet.parse(("{\"keys\":[" + key.toPublicJWK() + "]}").getBytes(UTF_8))
                .get(0)
                .key();
    }
}
