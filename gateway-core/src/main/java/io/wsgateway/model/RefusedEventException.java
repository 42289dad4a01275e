package io.wsgateway.model;

/**
 * An event that no gateway may carry. The message is one sentence that names the field and says what to send, without anything
 * of the event in it: fit for whoever sent the event, as the answer 400 over HTTP.
 */
public final class RefusedEventException extends IllegalArgumentException {
    public RefusedEventException(String whatToSend) {
        super(whatToSend);
    }
}
