package io.wsgateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.zip.GZIPInputStream;

/** A key server's answer without its content coding. */
final class KeyBody {
    private KeyBody() {}

    /**
     * The answer's bytes, out of gzip where they are in it; what the headers say counts for less than what is there.
     *
     * @throws CompletionException for another coding, and for more than {@code most} bytes
     */
    static byte[] plain(HttpResponse<byte[]> answer, int most) {
        byte[] body = answer.body();
        try {
            if (isGzip(body)) {
                return unzipped(body, most);
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
        String coding = answer.headers().firstValue("Content-Encoding").orElse("identity");
        if (!coding.equalsIgnoreCase("identity") && !coding.equalsIgnoreCase("gzip") && !isJson(body)) {
            throw new CompletionException(new IOException(
                    "the answer is in the content coding " + coding + ": have the server send it plain or in gzip"));
        }
        return body;
    }

    private static byte[] unzipped(byte[] body, int most) throws IOException {
        try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] plain = unzipped.readNBytes(most + 1);
            if (plain.length > most) {
                throw new IOException("the answer is longer than " + most + " bytes");
            }
            return plain;
        }
    }

    private static boolean isGzip(byte[] body) {
        return body.length > 2 && body[0] == 0x1F && body[1] == (byte) 0x8B;
    }

    private static boolean isJson(byte[] body) {
        return new String(Arrays.copyOf(body, Math.min(body.length, 64)), UTF_8)
                .stripLeading()
                .startsWith("{");
    }
}
