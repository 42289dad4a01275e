package io.wsgateway.broker.rabbit;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/** Why TLS failed, and what to do. */
final class Tls {
    private Tls() {}

    static String reason(SSLException failure) {
        String said = failure.getMessage() == null ? "TLS failed" : Reasons.oneLine(failure.getMessage());
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                return "its certificate is signed by nobody whom Java trusts here: give Java a trust store with that"
                        + " authority (" + said + ")";
            } else if (cause instanceof CertificateException && said.contains("subject alternative")) {
                return "its certificate is for another host: use a name that stands in it (" + said + ")";
            }
        }
        if (said.contains("plaintext") || said.contains("Unsupported or unrecognized")) {
            return "it doesn't speak TLS on this port: use its TLS port, 5671 as a rule, or amqp:// (" + said + ")";
        } else if (said.contains("alert")) {
            return "it ended the TLS handshake: does it want a client certificate? (" + said + ")";
        }
        return said;
    }
}
