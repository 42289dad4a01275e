/**
 * Bytes that edges share: {@link io.wsgateway.protocol.Frame} leaves for clients, {@link io.wsgateway.protocol.Envelope} is an
 * event as services publish it, {@link io.wsgateway.protocol.EntryCodec} makes an entry's bytes in the log, and {@link
 * io.wsgateway.protocol.EncodedEntry} reads them where they lie.
 */
@NullMarked
package io.wsgateway.protocol;

import org.jspecify.annotations.NullMarked;
