package io.wsgateway.launcher.http;

import java.time.Duration;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request.Handler;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty couldn't read, or nobody could serve, in our own words. Such a connection ends. */
final class ErrorAnswers implements Handler {
    private final LoopFaults faults;

    ErrorAnswers(LoopFaults faults) {
        this.faults = faults;
    }

    @Override
    public boolean handle(
            org.eclipse.jetty.server.Request from, org.eclipse.jetty.server.Response to, Callback callback) {
        int status = to.getStatus();
        if (status >= HttpStatus.INTERNAL_SERVER_ERROR_500
                && from.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof Throwable fault
                && status != HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505) {
            faults.add("A request failed", fault);
        }
        new Reply(from, to, callback, Duration.ZERO).last(Response.error(status, message(status)));
        return true;
    }

    private static String message(int status) {
        return switch (status) {
            case HttpStatus.BAD_REQUEST_400 -> "This is not a request of HTTP/1.1: see RFC 9112.";
            case HttpStatus.URI_TOO_LONG_414, HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                "The request's head is longer than " + HttpConnector.HEAD_BYTES + " bytes: send less of it.";
            case HttpStatus.EXPECTATION_FAILED_417 -> "Only 100-continue can be expected here.";
            case HttpStatus.UPGRADE_REQUIRED_426, HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 ->
                "Only HTTP/1.1 and HTTP/1.0 are spoken here.";
            case HttpStatus.INTERNAL_SERVER_ERROR_500 ->
                "Something went wrong here; the gateway's log says what. Try again later.";
            default -> "The request can't be served: " + HttpStatus.getMessage(status) + ".";
        };
    }
}
