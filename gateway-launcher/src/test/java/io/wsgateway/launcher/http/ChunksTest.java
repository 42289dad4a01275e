package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.http.HttpBrokenContentException;
import org.glassfish.grizzly.memory.Buffers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunksTest {
    private static final String NEXT = "GET / HTTP/1.1\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\r\nhello\r\n0\r\n\r\n",
                "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
                "005\r\nhello\r\n000\r\n\r\n",
                "5;a=b\r\nhello\r\n0;last\r\n\r\n",
                "5 ; a = b;c\r\nhello\r\n0\r\n\r\n",
                "5;a=\"b;c \\\" d\"\r\nhello\r\n0\r\n\r\n",
                "5  \r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\r\n0\r\nA: b\r\nC: d\r\n\r\n"
            })
    void theBodyIsTheSameHoweverItIsWrittenAndCut(String text) {
        for (int cut = 0; cut <= text.length(); cut++) {
            Chunks chunks = new Chunks();
            Buffer rest = buffer(text.substring(cut) + NEXT);

            String body = text(chunks.take(buffer(text.substring(0, cut)))) + text(chunks.take(rest));

            assertThat(body).isEqualTo("hello");
            assertThat(chunks.ended()).isTrue();
            // With the whole in the first piece nothing of the second is looked at.
            assertThat(rest.remaining()).isEqualTo(NEXT.length());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\nhello\r\n0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5\r\nhello0\r\n\r\n",
                "5\r\nhello!\r\n0\r\n\r\n",
                "5\r\rhello\r\n0\r\n\r\n",
                "5;a\nb\r\nhello\r\n0\r\n\r\n",
                "5;a\r0\r\n",
                "5;a\u0000\r\nhello\r\n0\r\n\r\n",
                ";a=b\r\nhello\r\n0\r\n\r\n",
                " 5\r\nhello\r\n0\r\n\r\n",
                "\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "+5\r\nhello\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "5 5\r\nhello\r\n0\r\n\r\n",
                "5,5\r\nhello\r\n0\r\n\r\n",
                "10000000000000005\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\r\n0\r\nA: b\n\r\n",
                "5\r\nhello\r\n0\r\n\n",
                "\u00b2\r\nhello\r\n0\r\n\r\n"
            })
    void whatOthersMayReadOtherwiseIsBroken(String text) {
        assertThatExceptionOfType(HttpBrokenContentException.class).isThrownBy(() -> new Chunks().take(buffer(text)));
    }

    @Test
    void extensionsAndTrailersHaveALimit() {
        String extension = ";" + "x".repeat(10_000);

        assertThatExceptionOfType(HttpBrokenContentException.class)
                .isThrownBy(() -> new Chunks().take(buffer("1" + extension + "\r\na\r\n1" + extension)));
        assertThatExceptionOfType(HttpBrokenContentException.class)
                .isThrownBy(() -> new Chunks().take(buffer("0\r\n" + "A: b\r\n".repeat(5_000))));
    }

    private static Buffer buffer(String text) {
        return Buffers.wrap(null, text.getBytes(ISO_8859_1));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
