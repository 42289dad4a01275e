package io.wsgateway.broker.rabbit;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why TLS failed, and what to do. */
final class Tls {
    private static final int DEEPEST = 16;

    private Tls() {}

    static String reason(SSLException failure) {
        String said = failure.getMessage() == null ? "TLS failed" : OneLine.of(failure.getMessage());
        if (has(
                failure,
                cause -> cause instanceof CertificateExpiredException
                        || cause instanceof CertificateNotYetValidException)) {
            return "its certificate isn't valid now: renew it, or look at the clocks (" + said + ")";
        } else if (has(
                failure,
                cause -> cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException)) {
            return "its certificate is signed by nobody whom Java trusts here: give Java a trust store with that"
                    + " authority (" + said + ")";
        } else if (has(failure, CertificateException.class::isInstance)
                && mentions(said, "subject alternative", "No name matching")) {
            return "its certificate is for another host: use a name that stands in it (" + said + ")";
        } else if (mentions(said, "plaintext", "Unsupported or unrecognized")) {
            return "it doesn't speak TLS on this port: use its TLS port, 5671 as a rule, or amqp:// (" + said + ")";
        }
        return said(said);
    }

    /** By the alert that RabbitMQ sent, or by Java's own words about what it can't do. */
    private static String said(String said) {
        if (mentions(said, "certificate_required", "bad_certificate")) {
            return "it wants a client certificate: give Java a key store with one (" + said + ")";
        } else if (mentions(said, "unknown_ca", "certificate_unknown", "unsupported_certificate")) {
            return "it doesn't trust the client certificate: give RabbitMQ the authority that signed it, in"
                    + " ssl_options.cacertfile (" + said + ")";
        } else if (mentions(said, "certificate_expired", "certificate_revoked")) {
            return "the client certificate isn't valid now: renew it, or look at the clocks (" + said + ")";
        } else if (mentions(said, "unrecognized_name")) {
            return "it has no certificate for this host: use a name that stands in one (" + said + ")";
        } else if (mentions(
                said,
                "protocol_version",
                "handshake_failure",
                "insufficient_security",
                "No appropriate",
                "protocol version")) {
            return "it and this Java have no version of TLS or no cipher suite in common, or it wants a client"
                    + " certificate: compare ssl_options.versions and ssl_options.ciphers with what Java allows ("
                    + said
                    + ")";
        } else if (mentions(said, "alert")) {
            return "it ended the TLS handshake: look into RabbitMQ's log for the cause (" + said + ")";
        }
        return said;
    }

    private static boolean mentions(String said, String... words) {
        return Stream.of(words).anyMatch(said::contains);
    }

    private static boolean has(Throwable failure, Predicate<Throwable> kind) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST)
                .anyMatch(kind);
    }
}
