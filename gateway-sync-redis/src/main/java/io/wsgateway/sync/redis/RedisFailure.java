package io.wsgateway.sync.redis;

import io.wsgateway.model.Printable;
import io.wsgateway.spi.TlsTrouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A call to Redis that nobody can tell the outcome of, or that Redis refused. Its message is one line for operators, with
 * what to do; without a stack trace, since there is nothing in it that the line doesn't say.
 */
final class RedisFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final Pattern COMMAND = Pattern.compile("run the '([\\w|-]+)' command");

    private final boolean refusal;
    private final boolean outOfMemory;

    RedisFailure(String message) {
        this(message, "");
    }

    /** @param said Redis' own words */
    private RedisFailure(String message, String said) {
        super(message, null, false, false);
        refusal = said.startsWith("NOPERM") || said.startsWith("ERR unknown command");
        outOfMemory = saysOutOfMemory(said);
    }

    static RedisFailure of(RuntimeException cause) {
        return of(cause, "");
    }

    /** @param server what goes in front of the reason */
    static RedisFailure of(RuntimeException cause, String server) {
        return new RedisFailure(server + reason(cause), String.valueOf(cause.getMessage()));
    }

    /** Of a class or method that isn't there, or not as it was when this was compiled. */
    static RedisFailure of(LinkageError cause) {
        return new RedisFailure(reason(cause));
    }

    /** Whether Redis would refuse the same again: the command is not permitted or not known. */
    boolean isRefusal() {
        return refusal;
    }

    /** Whether Redis has no memory left, so nothing was written. */
    boolean isOutOfMemory() {
        return outOfMemory;
    }

    /** What went wrong, in one line without credentials. */
    static String reason(Throwable failure) {
        if (failure instanceof RedisFailure) {
            return String.valueOf(failure.getMessage()); // ours, and whole
        }
        String said = said(failure);
        if (failure instanceof LinkageError) {
            return "can't be talked to: " + JedisVersion.lacking(said);
        } else if (said.startsWith("NOAUTH")) {
            return "asks for a login: put user and password into its URI";
        } else if (saysNotPermitted(said)) {
            return notPermitted(said);
        } else if (failure instanceof JedisAccessControlException) {
            return "refuses the login (" + said + "): check user and password";
        } else if (failure instanceof JedisConnectionException) {
            String tls = TlsTrouble.of(failure, "redis://");
            return tls != null ? tls : unreachable(said);
        } else if (saysOutOfMemory(said)) {
            return "has no memory left for writes: room is made as the log's window passes; if this stays, raise maxmemory";
        } else if (said.equals("CLOCK")) {
            return "had a clock that was far ahead and is set right now, so every client was told of a gap: keep clocks in step";
        } else if (said.startsWith("LOST ")) {
            return "had lost the key " + said.substring(5)
                    + ", so every client was told of a gap: see that nobody deletes"
                    + " the log's keys and that maxmemory-policy is noeviction";
        } else if (said.startsWith("READONLY") || said.startsWith("NOREPLICAS")) {
            return "is no master that takes writes (" + said + ")";
        } else if (said.startsWith("LOADING")) {
            return "is still loading its data";
        }
        return (failure instanceof JedisDataException ? "refuses (" : "fails (") + said + ")";
    }

    /** The command that Redis doesn't permit, in small letters; empty: it doesn't say, or it is a key or the channel. */
    static String forbiddenCommand(String said) {
        Matcher command = COMMAND.matcher(said);
        return command.find() ? command.group(1) : "";
    }

    /** Of a command; and of one in a script in the words of Redis 7 and before, and of later ones. */
    private static boolean saysNotPermitted(String said) {
        return said.startsWith("NOPERM")
                || said.contains("The user executing the script")
                || said.contains("ACL failure in script");
    }

    private static String notPermitted(String said) {
        String command = forbiddenCommand(said);
        return command.isEmpty()
                ? "does not permit this (" + said + "): give the user rights to the log's keys and channel, and to each"
                        + " command that the guide for several instances lists"
                : "does not permit " + command + " (" + said + "): give the user +" + command;
    }

    private static String unreachable(String said) {
        return "can't be reached (" + said + "): check its address and that it runs"
                + (said.startsWith("Unexpected end of stream") || said.startsWith("Connection reset")
                        ? ", and rediss:// if that port is for TLS"
                        : "");
    }

    /** Before 7.0, what a command of a script is refused with is in the middle of the script's error. */
    private static boolean saysOutOfMemory(String said) {
        return said.startsWith("OOM") || said.contains("OOM command not allowed");
    }

    static String said(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable cause = failure.getCause(); cause != null && cause != deepest; cause = cause.getCause()) {
            deepest = cause;
        }
        String message = firstLine(deepest.getMessage());
        return message.isEmpty() ? deepest.getClass().getSimpleName() : message;
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "" : Printable.of(message.lines().findFirst().orElse(""));
    }
}
