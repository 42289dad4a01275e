package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What went wrong with RabbitMQ, in one line for operators. */
final class AmqpErrors {
    private static final int ACCESS_REFUSED = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 530;
    private static final int CONTENT_TOO_LARGE = 311;
    private static final int PRECONDITION_FAILED = 406;
    /** Class and method, as RabbitMQ names what it was busy with. */
    private static final int BASIC = 60;

    private static final int PUBLISH = 40;

    private AmqpErrors() {}

    static String of(Throwable failure) {
        UnfitTopologyException unfit = find(UnfitTopologyException.class, failure);
        ShutdownSignalException shutdown = shutdown(failure);
        SSLException tls = find(SSLException.class, failure);
        if (unfit != null) {
            return String.valueOf(unfit.getMessage());
        } else if (shutdown != null) {
            return of(shutdown);
        } else if (tls != null) {
            return Tls.reason(tls);
        } else if (failure instanceof AuthenticationFailureException) {
            return "it refused the user or the password: check both, and in the address write other characters than letters"
                    + " and digits as %XX";
        } else if (failure instanceof ConnectException) {
            return "connection refused: check host and port of the address, and that it runs";
        } else if (failure instanceof NoRouteToHostException) {
            return "no way leads to it: check host and port of the address, and firewalls in between";
        } else if (failure instanceof UnknownHostException) {
            return "unknown host: check the name in the address, and the name server";
        } else if (failure instanceof TimeoutException) {
            return "no answer in time: check that it isn't overloaded, and that no firewall is in between";
        } else if (failure instanceof LinkageError) {
            return "a library on the class path is of another release than this gateway needs: "
                    + OneLine.of(failure.toString());
        } else if (failure instanceof Error) {
            return OneLine.of(failure.toString());
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : OneLine.of(failure.getMessage());
    }

    /** All that RabbitMQ said with its refusal, as it is: to be read, and not to be shown. Empty where there is none. */
    static String said(Throwable failure) {
        return said(shutdown(failure));
    }

    /** Whether RabbitMQ answered that there is no such thing. */
    static boolean notFound(Throwable failure) {
        ShutdownSignalException shutdown = shutdown(failure);
        return shutdown != null && code(shutdown.getReason()) == NOT_FOUND;
    }

    /** Whether a right, a queue or the virtual host is missing: another channel doesn't heal that. */
    static boolean lasting(Throwable failure) {
        ShutdownSignalException shutdown = shutdown(failure);
        int code = shutdown == null ? 0 : code(shutdown.getReason());
        return code == ACCESS_REFUSED || code == NOT_FOUND || code == NOT_ALLOWED;
    }

    /** Whether RabbitMQ ended a channel because of a message that was published there, and would do so again. */
    static boolean ofAMessage(Throwable failure) {
        ShutdownSignalException shutdown = shutdown(failure);
        return shutdown != null
                && shutdown.getReason() instanceof AMQP.Channel.Close close
                && close.getClassId() == BASIC
                && close.getMethodId() == PUBLISH
                && (close.getReplyCode() == PRECONDITION_FAILED || close.getReplyCode() == CONTENT_TOO_LARGE);
    }

    /** Why RabbitMQ closed: its code, 0 where it gave none. */
    static int code(@Nullable Method reason) {
        if (reason instanceof AMQP.Channel.Close close) {
            return close.getReplyCode();
        }
        return reason instanceof AMQP.Connection.Close close ? close.getReplyCode() : 0;
    }

    /** The code of the refusal behind a failure, 0 where there is none. */
    static int code(Throwable failure) {
        ShutdownSignalException shutdown = shutdown(failure);
        return shutdown == null ? 0 : code(shutdown.getReason());
    }

    /** Whether RabbitMQ knows no such type of exchange: before release 4 that costs the connection, later the channel. */
    static boolean unknownType(Throwable failure) {
        int code = code(failure);
        return code == AMQP.COMMAND_INVALID
                || (code == AMQP.PRECONDITION_FAILED
                        && said(failure).matches("(?s).*(unknown|invalid) exchange type.*"));
    }

    /** Whether a failed attempt to connect tells its cause by itself. */
    static boolean toldWhileConnecting(Throwable failure) {
        return code(failure) > 0
                || Stream.of(
                                SSLException.class,
                                ConnectException.class,
                                NoRouteToHostException.class,
                                UnknownHostException.class)
                        .anyMatch(type -> find(type, failure) != null);
    }

    private static String of(ShutdownSignalException shutdown) {
        String said = said(shutdown);
        if (!said.isEmpty()) {
            return OneLine.of(said) + Remedies.of(said);
        }
        Throwable cause = shutdown.getCause();
        if (cause instanceof Error || cause instanceof SSLException) {
            return of(cause);
        }
        return cause == null || cause.getMessage() == null ? "the connection was lost" : OneLine.of(cause.getMessage());
    }

    private static String said(@Nullable ShutdownSignalException shutdown) {
        Method reason = shutdown == null ? null : shutdown.getReason();
        if (reason instanceof AMQP.Channel.Close close) {
            return close.getReplyText();
        }
        return reason instanceof AMQP.Connection.Close close ? close.getReplyText() : "";
    }

    private static @Nullable ShutdownSignalException shutdown(@Nullable Throwable failure) {
        return find(ShutdownSignalException.class, failure);
    }

    private static <T> @Nullable T find(Class<T> type, @Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
