package io.wsgateway.internal.ring;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Event;
import io.wsgateway.model.Membership;
import io.wsgateway.protocol.Frame;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way out: the one frame that all its receivers on this instance share, and what decides who they are.
 *
 * @param membership the change to apply after it, null for most
 */
public record EncodedEvent(
        Frame frame, Audience audience, @Nullable Membership membership) {

    static EncodedEvent of(Event event, String cursor) {
        return new EncodedEvent(Frame.event(event, cursor), event.audience(), event.membership());
    }
}
