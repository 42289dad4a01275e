/**
 * The WebSocket edge on Tyrus and Grizzly: {@link io.wsgateway.transport.tyrus.TyrusTransport}, configured by {@link
 * io.wsgateway.transport.tyrus.TyrusConfig}. Inside: {@code UpgradeFilter} and {@code Upgrade} open connections;
 * {@code SocketReader} with {@code FrameReader} and {@code FrameGuard} is a connection's reading half on its selector
 * thread, {@code TyrusConnection} with {@code OutboundQueue} its writing half on its owner; {@code Deadlines} cuts what
 * takes too long.
 */
@NullMarked
package io.wsgateway.transport.tyrus;

import org.jspecify.annotations.NullMarked;
