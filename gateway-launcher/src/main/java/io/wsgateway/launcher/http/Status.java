package io.wsgateway.launcher.http;

import org.glassfish.grizzly.http.util.HttpStatus;

/** The statuses that answers have, with their standard reason phrases (RFC 9110, RFC 6585): Grizzly knows some by older ones or not at all. */
final class Status {
    private Status() {}

    /** @throws IllegalArgumentException for one that isn't here yet */
    static HttpStatus of(int status) {
        return HttpStatus.newHttpStatus(status, phrase(status));
    }

    private static String phrase(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 202 -> "Accepted";
            case 307 -> "Temporary Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> throw new IllegalArgumentException("a status without a phrase: " + status);
        };
    }
}
