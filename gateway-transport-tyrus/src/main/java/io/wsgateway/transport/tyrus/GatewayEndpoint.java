package io.wsgateway.transport.tyrus;

import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;

/** The endpoint that Tyrus opens its sessions on. Messages never come here: they go straight to the receiver. */
final class GatewayEndpoint extends Endpoint {

    @Override
    public void onOpen(Session session, EndpointConfig config) {}
}
