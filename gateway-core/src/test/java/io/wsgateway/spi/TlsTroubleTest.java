package io.wsgateway.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class TlsTroubleTest {
    @Test
    void eachSaysWhatToDo() {
        assertSaid(new TlsTrouble.NoAnswer(new SocketTimeoutException("Read timed out")), "its port for TLS");
        assertSaid(new CertPathBuilderException("unable to find valid path"), "isn't trusted here", "trust store");
        assertSaid(new CertificateExpiredException("NotAfter: yesterday"), "NotAfter: yesterday", "renew it");
        assertSaid(new CertificateException("No name matching redis found"), "isn't for this host", "redis found");
        assertSaid(new SSLException("Unsupported or unrecognized SSL message"), "plain text", "redis://");
        assertSaid(new SSLException("Received fatal alert: certificate_required"), "client certificate");
        assertSaid(new SSLException("Received fatal alert: protocol_version"), "protocol_version", "protocols");
    }

    @Test
    void whatIsNoneOfTlsIsLeftToOthers() {
        assertThat(TlsTrouble.of(new IOException("Failed", new ConnectException("refused")), "redis://"))
                .isNull();
    }

    private static void assertSaid(Exception cause, String... words) {
        SSLHandshakeException handshake = new SSLHandshakeException("of the test");
        handshake.initCause(cause);
        IOException failure = new IOException("Failed", cause instanceof SSLException ? cause : handshake);
        assertThat(TlsTrouble.of(failure, "redis://")).contains(words).doesNotContain("\n");
    }
}
