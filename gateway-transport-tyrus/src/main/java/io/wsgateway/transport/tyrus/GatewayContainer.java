package io.wsgateway.transport.tyrus;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Map;
import java.util.Set;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;

/**
 * Tyrus without a server of its own: the upgrade, its sessions and their control frames. It has no timers: a maximum idle
 * time of -1 is the only value for which Tyrus schedules nothing.
 */
final class GatewayContainer extends TyrusServerContainer {
    private static final int NEVER = -1;

    /** Only control frames are read by Tyrus. */
    private static final int INCOMING_BYTES = 1 << 10;

    private final TyrusWebSocketEngine engine = TyrusWebSocketEngine.builder(this)
            .incomingBufferSize(INCOMING_BYTES)
            .build();

    GatewayContainer(String path) {
        super(Set.<Class<?>>of());
        setDefaultMaxSessionIdleTimeout(NEVER);
        try {
            register(ServerEndpointConfig.Builder.create(GatewayEndpoint.class, path)
                    .configurator(new OneEndpoint())
                    .build());
        } catch (DeploymentException e) {
            throw new IllegalArgumentException("not a path for a WebSocket: " + path, e);
        }
    }

    @Override
    public WebSocketEngine getWebSocketEngine() {
        return engine;
    }

    @Override
    public void register(Class<?> endpoint) throws DeploymentException {
        engine.register(endpoint, "");
    }

    @Override
    public void register(ServerEndpointConfig endpoint) throws DeploymentException {
        engine.register(endpoint, "");
    }

    @Override
    public Map<String, Object> getProperties() {
        return Map.of();
    }

    /** One endpoint for all sessions. */
    private static final class OneEndpoint extends ServerEndpointConfig.Configurator {
        private final GatewayEndpoint endpoint = new GatewayEndpoint();

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(endpoint);
        }
    }
}
