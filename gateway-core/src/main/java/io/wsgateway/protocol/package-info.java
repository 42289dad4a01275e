/**
 * What is said, and its bytes. Clients: {@link io.wsgateway.protocol.ClientMessage} and
 * {@link io.wsgateway.protocol.ServerMessage} with their codecs, {@link io.wsgateway.protocol.Frame} for what leaves.
 * Services: {@link io.wsgateway.protocol.Envelope}, an event as it is published. The log:
 * {@link io.wsgateway.protocol.EntryCodec}, an entry's bytes.
 */
@NullMarked
package io.wsgateway.protocol;

import org.jspecify.annotations.NullMarked;
