/**
 * The WebSocket edge on Tyrus and Grizzly: {@link io.wsgateway.transport.tyrus.TyrusTransport}, configured by {@link
 * io.wsgateway.transport.tyrus.TyrusConfig}. Inside: {@code AcceptStrategy} takes sockets as far as {@code Capacity} allows;
 * {@code ConnectionStart} gives each its beginning, a {@code ProxyHeaderProcessor} or the
 * {@code HandshakeProcessor}, which reads a request; {@code HandshakeChecks} judges it, {@code TrustedProxies} say whose it is,
 * {@code Admission} whether there is room for that client, {@code Upgrade} opens the connection;
 * {@code SocketReader} with {@code FrameReader} and {@code FrameGuard} is a connection's reading half on its selector
 * thread, {@code TyrusConnection} with {@code OutboundQueue} its writing half on its owner; {@code Deadlines} cuts what
 * takes too long. {@code IoThreads} and {@code SelectorLoop} keep the selector threads alive: a fault costs its connection, which
 * an {@code EventProcessor} condemns.
 */
@NullMarked
package io.wsgateway.transport.tyrus;

import org.jspecify.annotations.NullMarked;
