package io.wsgateway.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ed25519Test {
    /** RFC 8037, appendix A. */
    static final String KEY = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"ed\","
            + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

    private static final String SIGNED = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    private static final String SIGNATURE =
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

    static final String TOKEN = SIGNED + "." + SIGNATURE;
    private static final String PRIVATE = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

    private static final BigInteger ORDER =
            BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

    @Test
    void theSignatureOfTheStandardIsGood() throws Exception {
        assertThat(Ed25519.verify(key(), SIGNED.getBytes(US_ASCII), signature()))
                .isTrue();
        assertThat(Ed25519.verify(key(), (SIGNED + "A").getBytes(US_ASCII), signature()))
                .isFalse();
    }

    @Test
    void anotherSpellingOfASignatureIsNone() {
        byte[] other = signature();
        BigInteger s = ORDER.add(new BigInteger(1, reversed(other, 32)));
        byte[] more = reversed(s.toByteArray(), 0);
        System.arraycopy(more, 0, other, 32, 32);

        VerificationKey key = VerificationKey.of(null, key(), null);
        assertThat(key.signed(jwt(signature()))).isTrue();
        assertThat(key.signed(jwt(other))).isFalse();
    }

    /** RFC 8032, section 7.1. */
    @ParameterizedTest
    @CsvSource({
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    })
    void keysWithEitherSignOfXAreRead(String key, String text, String signature) throws Exception {
        HexFormat hex = HexFormat.of();
        assertThat(Ed25519.verify(Ed25519.key(hex.parseHex(key)), hex.parseHex(text), hex.parseHex(signature)))
                .isTrue();
    }

    @Test
    void keysOfAnotherLengthAreRefused() {
        for (int length : List.of(0, 31, 33)) {
            assertThatThrownBy(() -> Ed25519.key(new byte[length])).isInstanceOf(GeneralSecurityException.class);
        }
    }

    static PublicKey key() {
        return KeySet.parse(("{\"keys\":[" + KEY + "]}").getBytes(UTF_8)).get(0).key();
    }

    /** A token signed by the private half of {@link #KEY}. */
    static String signed(String algorithm, String payload) {
        String signed = coded("{\"alg\":\"" + algorithm + "\",\"kid\":\"ed\"}") + "." + coded(payload);
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(
                            NamedParameterSpec.ED25519, Base64.getUrlDecoder().decode(PRIVATE))));
            signature.update(signed.getBytes(US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String coded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static byte[] signature() {
        return Base64.getUrlDecoder().decode(SIGNATURE);
    }

    private static Jwt jwt(byte[] signature) {
        return new Jwt("EdDSA", null, new Claims(Map.of()), SIGNED.getBytes(US_ASCII), signature);
    }

    private static byte[] reversed(byte[] bytes, int from) {
        byte[] reversed = new byte[bytes.length - from];
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
