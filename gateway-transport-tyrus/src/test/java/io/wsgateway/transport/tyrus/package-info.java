/** Tests of the transport over real sockets and of its parts without. */
@NullMarked
package io.wsgateway.transport.tyrus;

import org.jspecify.annotations.NullMarked;
