package io.wsgateway.launcher.settings;

import static io.wsgateway.launcher.settings.ValueTypes.arraySize;
import static io.wsgateway.launcher.settings.ValueTypes.count;
import static io.wsgateway.launcher.settings.ValueTypes.duration;
import static io.wsgateway.launcher.settings.ValueTypes.host;
import static io.wsgateway.launcher.settings.ValueTypes.oneOf;
import static io.wsgateway.launcher.settings.ValueTypes.port;
import static io.wsgateway.launcher.settings.ValueTypes.text;

import io.wsgateway.GatewayConfig.SubscriptionScope;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Every setting there is: help, reference page and reader all take them from here. */
public final class SettingDefinitions {
    private static final String HOST_DEFAULT = "127.0.0.1 in development mode, else 0.0.0.0";

    public static final Setting<String> WS_HOST =
            Setting.open("ws.host", host(), HOST_DEFAULT, "Address that WebSocket clients connect to.");
    public static final Setting<Integer> WS_PORT =
            Setting.of("ws.port", port(), "3005", "Port that WebSocket clients connect to; 0 takes any free one.");
    public static final Setting<String> WS_PATH = Setting.of(
            "ws.path", ValueTypes.path(), "/", "Path of the WebSocket; any other one on its port is answered 404.");
    public static final Setting<List<String>> WS_SUBPROTOCOLS = Setting.of(
            "ws.subprotocols",
            ListTypes.subprotocols(),
            "gateway.v1,json",
            "The first subprotocol that a client offers and that is listed here is agreed to; none: none is.");
    public static final Setting<List<String>> WS_ORIGINS = Setting.of(
            "ws.origins",
            ListTypes.origins(),
            "none",
            "Origins whose pages may connect, beside those of the same host name as the gateway; * for all. Others are answered 403.");
    public static final Setting<List<String>> WS_TRUSTED_PROXIES = Setting.of(
            "ws.trusted-proxies",
            ListTypes.addresses(),
            "none",
            "Proxies whose word on a client's address counts (X-Forwarded-For, or the PROXY protocol); limits by address need it.");
    public static final Setting<Boolean> WS_PROXY_PROTOCOL = Setting.of(
            "ws.proxy-protocol",
            ValueTypes.yesOrNo(),
            "false",
            "Connections of trusted proxies have to begin with a header of the PROXY protocol (v1 or v2); others that do are cut.");
    public static final Setting<String> HTTP_HOST = Setting.open(
            "http.host",
            host(),
            HOST_DEFAULT,
            "Address of the HTTP endpoints: all, for load balancers and probes, once there is a key; keep it off the internet.");
    public static final Setting<Integer> HTTP_PORT =
            Setting.of("http.port", port(), "3006", "Port of the HTTP endpoints; 0 takes any free one.");
    public static final Setting<Integer> HTTP_CONNECTIONS = Setting.of(
            "http.connections",
            count(),
            "512",
            "Connections to that port at a time; for one more, the one that has kept the gateway waiting for longest is closed.");

    public static final Setting<String> RABBIT_URI = Setting.secret(
            "rabbit.uri",
            ValueTypes.rabbitAddress(),
            "RabbitMQ that services publish to, as amqp://user:password@host:5672/vhost; unset: events come over HTTP.");
    public static final Setting<URI> REDIS_URI = Setting.secret(
            "redis.uri",
            ValueTypes.redisAddress(),
            "Redis that several instances share, as redis://user:password@host:6379, or with sentinels as"
                    + " redis+sentinel://host:26379,host:26379/master; unset: this instance is alone.");

    public static final Setting<String> JWT_SECRET = Setting.secret(
            "auth.jwt.secret", ValueTypes.signingSecret(), "HS256 key that tokens are signed with, 32 bytes or more.");
    public static final Setting<URI> JWKS_URI = Setting.place(
            "auth.jwt.jwks-uri",
            ValueTypes.webAddress(),
            "Where the public keys are that tokens are signed with; instead of auth.jwt.secret.");
    public static final Setting<String> JWT_ISSUER =
            Setting.open("auth.jwt.issuer", text(1024), "", "Issuer (iss) that a token must name; unset: not checked.");
    public static final Setting<String> JWT_AUDIENCE = Setting.open(
            "auth.jwt.audience", text(1024), "", "Audience (aud) that a token must name; unset: not checked.");
    public static final Setting<String> JWT_USER_CLAIM =
            Setting.of("auth.jwt.user-claim", text(128), "sub", "Claim that holds the user's id.");
    public static final Setting<String> JWT_GUILDS_CLAIM =
            Setting.of("auth.jwt.guilds-claim", text(128), "guilds", "Claim that lists the user's guilds.");
    public static final Setting<Duration> JWT_MAX_LIFE =
            Setting.of("auth.jwt.max-life", duration(), "24h", "A token that lives longer (exp - iat) is refused.");

    public static final Setting<GuildAccessMode> GUILDS_ACCESS = Setting.of(
            "guilds.access",
            oneOf(GuildAccessMode.class),
            "claim",
            "Who may subscribe to a guild: whose token names it (claim), or everybody (open).");
    public static final Setting<String> ADMIN_TOKEN = Setting.secret(
            "admin.token",
            ValueTypes.bearerToken(),
            "What /api asks for as Authorization: Bearer, 16 characters or more.");
    public static final Setting<SubscriptionScope> SUBSCRIPTIONS_SCOPE = Setting.of(
            "subscriptions.scope",
            oneOf(SubscriptionScope.class),
            "user",
            "A guild's events go to all connections of a subscribed user (user), or to those that subscribed"
                    + " (connection).");

    public static final Setting<Duration> HEARTBEAT_INTERVAL =
            Setting.of("heartbeat.interval", duration(), "30s", "How often clients are told to send HEARTBEAT.");
    public static final Setting<Duration> HEARTBEAT_TIMEOUT = Setting.of(
            "heartbeat.timeout", duration(), "60s", "A connection without a HEARTBEAT for this long is closed (4009).");
    public static final Setting<Duration> IDENTIFY_TIMEOUT = Setting.of(
            "identify.timeout", duration(), "10s", "A connection whose token isn't accepted by then is closed (4003).");

    public static final Setting<Duration> RESUME_WINDOW =
            Setting.of("resume.window", duration(), "120s", "How far back clients can resume.");
    public static final Setting<Long> RESUME_BYTES = Setting.open(
            "resume.bytes",
            ValueTypes.size(),
            "256MiB, at most a quarter of the heap",
            "Memory that this window may take; the oldest events go first.");

    public static final Setting<Duration> DRAIN_DELAY = Setting.of(
            "drain.delay",
            ValueTypes.durationOrZero(),
            "0s",
            "Time between \"not ready\" and the stop of taking events, for load balancers to notice;"
                    + " RECONNECT follows at most 2 s later.");
    public static final Setting<Duration> DRAIN_TIMEOUT = Setting.of(
            "drain.timeout",
            duration(),
            "30s",
            "Time for all of the drain that follows; 2 s before its end (below 4s: at half of it) those"
                    + " still connected are closed (1012). The process"
                    + " then ends within 5 s, or within 35 s where RabbitMQ or Redis does not answer.");
    public static final Setting<Integer> DRAIN_RATE =
            Setting.of("drain.rate", count(), "2000", "Connections per second that are asked to leave.");

    public static final Setting<Integer> MESSAGE_BYTES = Setting.of(
            "limits.message-bytes", arraySize(), "16KiB", "A longer message of a client closes its connection (1009).");
    public static final Setting<Integer> MESSAGES_PER_MINUTE = Setting.of(
            "limits.messages-per-minute",
            count(),
            "300",
            "Messages that a connection may send a minute, and at once; more are answered RATE_LIMITED, and who goes on is"
                    + " closed (4008).");
    public static final Setting<Integer> HEADER_BYTES = Setting.of(
            "limits.header-bytes",
            ValueTypes.headerSize(),
            "16KiB",
            "A handshake with longer headers is answered 431; cookies of the whole domain come with it.");
    public static final Setting<Integer> CONNECTIONS = Setting.of(
            "limits.connections",
            ValueTypes.countOrZero(),
            "0",
            "Connections at a time; more are answered 503. Never more, and with 0 as many, as the process may have file"
                    + " descriptors for, less 64 for everything else.");
    public static final Setting<Integer> CONNECTIONS_PER_ADDRESS = Setting.of(
            "limits.connections-per-address",
            ValueTypes.countOrZero(),
            "0",
            "Connections at a time from one address (of IPv6 from one /64); more are answered 429. 0: any number, since behind a"
                    + " proxy that ws.trusted-proxies does not list every client has the proxy's.");
    public static final Setting<Integer> HANDSHAKES_PER_SECOND = Setting.of(
            "limits.handshakes-per-second",
            ValueTypes.countOrZero(),
            "0",
            "Connections that one address (of IPv6 one /64) may open a second, with a burst of twice as many; more are answered"
                    + " 429. 0: any number.");
    public static final Setting<Integer> SUBSCRIPTIONS =
            Setting.of("limits.subscriptions", count(), "200", "Guilds that a connection may subscribe to.");
    public static final Setting<Integer> CONNECTIONS_PER_USER = Setting.of(
            "limits.connections-per-user",
            count(),
            "20",
            "Identified connections that a user may have on this instance; the newest beyond is closed (4302).");
    public static final Setting<Long> QUEUE_BYTES = Setting.of(
            "limits.queue-bytes",
            ValueTypes.size(),
            "256KiB",
            "Bytes waiting for a slow client, beyond which it reads on from the resume window.");
    public static final Setting<Duration> QUEUE_STALL = Setting.of(
            "limits.queue-stall",
            duration(),
            "10s",
            "A client with a full queue that takes less than 1 KiB a second for this long is cut off (4101).");

    public static final Setting<String> NODE_ID =
            Setting.open("node.id", text(64), "random", "Name of this instance among its peers.");

    private static final List<Setting<?>> ALL = List.of(
            WS_HOST,
            WS_PORT,
            WS_PATH,
            WS_SUBPROTOCOLS,
            WS_ORIGINS,
            WS_TRUSTED_PROXIES,
            WS_PROXY_PROTOCOL,
            HTTP_HOST,
            HTTP_PORT,
            HTTP_CONNECTIONS,
            RABBIT_URI,
            REDIS_URI,
            JWT_SECRET,
            JWKS_URI,
            JWT_ISSUER,
            JWT_AUDIENCE,
            JWT_USER_CLAIM,
            JWT_GUILDS_CLAIM,
            JWT_MAX_LIFE,
            GUILDS_ACCESS,
            ADMIN_TOKEN,
            SUBSCRIPTIONS_SCOPE,
            HEARTBEAT_INTERVAL,
            HEARTBEAT_TIMEOUT,
            IDENTIFY_TIMEOUT,
            RESUME_WINDOW,
            RESUME_BYTES,
            DRAIN_DELAY,
            DRAIN_TIMEOUT,
            DRAIN_RATE,
            MESSAGE_BYTES,
            MESSAGES_PER_MINUTE,
            HEADER_BYTES,
            CONNECTIONS,
            CONNECTIONS_PER_ADDRESS,
            HANDSHAKES_PER_SECOND,
            SUBSCRIPTIONS,
            CONNECTIONS_PER_USER,
            QUEUE_BYTES,
            QUEUE_STALL,
            NODE_ID);

    private SettingDefinitions() {}

    /** In the order in which people should read them. */
    public static List<Setting<?>> all() {
        return ALL;
    }

    /** Every key that may be given. */
    static List<String> keys() {
        return ALL.stream()
                .flatMap(setting ->
                        setting.secret() ? Stream.of(setting.key(), setting.fileKey()) : Stream.of(setting.key()))
                .toList();
    }
}
