/** The WebSocket edge on Tyrus and Grizzly: accepts connections, guards what comes in and writes shared frames. */
@NullMarked
package io.wsgateway.transport.tyrus;

import org.jspecify.annotations.NullMarked;
