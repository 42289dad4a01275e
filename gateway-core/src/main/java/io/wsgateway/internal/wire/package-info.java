/**
 * What clients and the gateway say to each other: {@code ClientMessage}, read by {@code MessageDecoder}, and {@code
 * ServerMessage}, made a frame of by {@code FrameEncoder}.
 */
@NullMarked
package io.wsgateway.internal.wire;

import org.jspecify.annotations.NullMarked;
