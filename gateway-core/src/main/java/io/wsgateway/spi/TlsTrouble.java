package io.wsgateway.spi;

import io.wsgateway.model.Printable;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a TLS connection to a server could not be made, in words that say what to do; the server is their subject. */
public final class TlsTrouble {
    /** The handshake had no answer in time. */
    public static final class NoAnswer extends SSLException {
        private static final long serialVersionUID = 1;

        public NoAnswer(SocketTimeoutException cause) {
            super("no answer to the TLS handshake", cause);
        }
    }

    private TlsTrouble() {}

    /**
     * One line, as in "shows a certificate that isn't valid now (...): renew it, or check the clock"; null if it is none of TLS.
     *
     * @param plain how an address begins that has no TLS: {@code redis://}
     */
    public static @Nullable String of(Throwable failure, String plain) {
        String said = said(failure);
        if (has(failure, NoAnswer.class::isInstance)) {
            return "does not answer the TLS handshake: check that this is its port for TLS";
        } else if (has(
                failure,
                e -> e instanceof CertificateExpiredException || e instanceof CertificateNotYetValidException)) {
            return "shows a certificate that isn't valid now (" + said + "): renew it, or check the clock";
        } else if (has(
                failure, e -> e instanceof CertPathBuilderException || e instanceof CertPathValidatorException)) {
            return "shows a certificate that isn't trusted here (" + said
                    + "): put its authority's certificate into the trust store";
        } else if (has(failure, CertificateException.class::isInstance)) {
            return "shows a certificate that isn't for this host (" + said
                    + "): name it in the URI as the certificate does";
        } else if (!has(failure, SSLException.class::isInstance)) {
            return null;
        } else if (said.contains("Unsupported or unrecognized SSL message") || said.contains("plaintext")) {
            return "answers in plain text: name its port for TLS, or write " + plain + " if there is none";
        } else if (said.contains("certificate_required")
                || said.contains("bad_certificate")
                || said.contains("unknown_ca")) {
            return "wants a client certificate that it trusts (" + said + ")";
        }
        return "can't be talked to by TLS (" + said
                + "): check certificates, protocols and cipher suites of both sides";
    }

    /** The innermost words about it. */
    private static String said(Throwable failure) {
        String said = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            said = cause.getMessage() == null ? said : cause.getMessage();
        }
        return Printable.of(said);
    }

    private static boolean has(Throwable failure, Predicate<Throwable> kind) {
        return Stream.iterate(failure, e -> e != null, Throwable::getCause)
                .limit(16)
                .anyMatch(kind);
    }
}
