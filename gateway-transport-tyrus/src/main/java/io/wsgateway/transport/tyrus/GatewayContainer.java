package io.wsgateway.transport.tyrus;

import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
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

    private final AtomicInteger sessions = new AtomicInteger();
    private final TyrusWebSocketEngine engine = TyrusWebSocketEngine.builder(this)
            .incomingBufferSize(INCOMING_BYTES)
            .build();

    /** Its only endpoint is at {@code /}, wherever clients connect: their path was looked at before. */
    GatewayContainer() {
        super(Set.<Class<?>>of());
        setDefaultMaxSessionIdleTimeout(NEVER);
        try {
            register(ServerEndpointConfig.Builder.create(SessionCounter.class, "/")
                    .configurator(new OneEndpoint(new SessionCounter(sessions)))
                    .build());
        } catch (DeploymentException e) {
            throw new IllegalStateException("Tyrus refused its endpoint", e);
        }
    }

    /** How many sessions are open. */
    int sessions() {
        return sessions.get();
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

    /**
     * What Tyrus opens its sessions on. Messages never come here: they go straight to the receiver. Public, because Tyrus
     * calls it by reflection.
     */
    public static final class SessionCounter extends Endpoint {
        private final AtomicInteger sessions;

        private SessionCounter(AtomicInteger sessions) {
            this.sessions = sessions;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            sessions.incrementAndGet();
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            sessions.decrementAndGet();
        }
    }

    /** One endpoint for all sessions. */
    private static final class OneEndpoint extends ServerEndpointConfig.Configurator {
        private final SessionCounter endpoint;

        private OneEndpoint(SessionCounter endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(endpoint);
        }
    }
}
