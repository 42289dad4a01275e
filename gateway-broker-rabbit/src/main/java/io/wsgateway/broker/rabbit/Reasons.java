package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import io.wsgateway.model.Printable;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What went wrong with RabbitMQ, in one line for operators. */
final class Reasons {
    private static final int ACCESS_REFUSED = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 530;

    private Reasons() {}

    static String of(Throwable failure) {
        ShutdownSignalException shutdown = shutdown(failure);
        if (shutdown != null) {
            return of(shutdown);
        } else if (failure instanceof AuthenticationFailureException) {
            return "it refused the user or the password";
        } else if (failure instanceof ConnectException) {
            return "connection refused";
        } else if (failure instanceof UnknownHostException) {
            return "unknown host";
        } else if (failure instanceof TimeoutException) {
            return "no answer in time";
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : oneLine(failure.getMessage());
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

    /** Why RabbitMQ closed: its code, 0 where it gave none. */
    static int code(@Nullable Method reason) {
        if (reason instanceof AMQP.Channel.Close close) {
            return close.getReplyCode();
        }
        return reason instanceof AMQP.Connection.Close close ? close.getReplyCode() : 0;
    }

    private static String oneLine(String text) {
        return Printable.of(text.strip());
    }

    private static String of(ShutdownSignalException shutdown) {
        Method reason = shutdown.getReason();
        if (reason instanceof AMQP.Channel.Close close) {
            return oneLine(close.getReplyText());
        } else if (reason instanceof AMQP.Connection.Close close) {
            return oneLine(close.getReplyText());
        }
        Throwable cause = shutdown.getCause();
        return cause == null || cause.getMessage() == null ? "the connection was lost" : oneLine(cause.getMessage());
    }

    private static @Nullable ShutdownSignalException shutdown(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException shutdown) {
                return shutdown;
            }
        }
        return null;
    }
}
