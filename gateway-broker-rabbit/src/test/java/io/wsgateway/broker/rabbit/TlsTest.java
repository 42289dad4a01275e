package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsTest {

    @ParameterizedTest
    @CsvSource({
        "certificate_required, it wants a client certificate",
        "bad_certificate, it wants a client certificate",
        "unknown_ca, it doesn't trust the client certificate",
        "certificate_expired, the client certificate isn't valid now",
        "protocol_version, no version of TLS or no cipher suite in common",
        "handshake_failure, no version of TLS or no cipher suite in common",
        "unrecognized_name, it has no certificate for this host",
        "internal_error, look into RabbitMQ's log"
    })
    void anAlertIsGivenWithItsUsualCause(String alert, String cause) {
        String said = "Received fatal alert: " + alert;
        assertThat(Tls.reason(new SSLHandshakeException(said))).contains(cause).endsWith("(" + said + ")");
    }

    @Test
    void aCertificateOfRabbitMqIsJudgedByWhatIsWrongWithIt() {
        assertThat(reason("PKIX path validation failed", new CertPathValidatorException("x")))
                .startsWith("its certificate is signed by nobody whom Java trusts here");
        assertThat(reason("PKIX", new CertPathValidatorException("x", new CertificateExpiredException())))
                .startsWith("its certificate isn't valid now");
        assertThat(reason("No subject alternative DNS name matching a found.", new CertificateException("x")))
                .startsWith("its certificate is for another host");
    }

    @Test
    void javasOwnWordsAreKept() {
        assertThat(Tls.reason(new SSLException("Unsupported or unrecognized SSL message")))
                .startsWith("it doesn't speak TLS on this port");
        assertThat(Tls.reason(new SSLHandshakeException("No appropriate protocol (protocol is disabled)")))
                .contains("no version of TLS");
        assertThat(Tls.reason(new SSLException("something else"))).isEqualTo("something else");
    }

    private static String reason(String said, Throwable cause) {
        SSLHandshakeException failure = new SSLHandshakeException(said);
        failure.initCause(cause);
        return Tls.reason(failure);
    }
}
