package io.wsgateway.launcher.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What must hold between settings. A rule about a setting that is given but unusable isn't judged. */
final class Rules {
    // Development mode makes its own tokens, in the usual form.
    private static final List<Setting<?>> ABOUT_TOKENS = List.of(
            SettingDefinitions.JWT_ISSUER,
            SettingDefinitions.JWT_AUDIENCE,
            SettingDefinitions.JWT_USER_CLAIM,
            SettingDefinitions.JWT_GUILDS_CLAIM);

    private final Settings settings;
    private final Set<Setting<?>> unusable;
    private final long maxHeap;
    private final List<Problem> broken = new ArrayList<>();

    Rules(Settings settings, Set<Setting<?>> unusable, long maxHeap) {
        this.settings = settings;
        this.unusable = unusable;
        this.maxHeap = maxHeap;
    }

    List<Problem> broken() {
        keyIsOneOfTwo();
        nothingIsSharedWithoutAKey(SettingDefinitions.RABBIT_URI);
        nothingIsSharedWithoutAKey(SettingDefinitions.REDIS_URI);
        developmentModeStaysOnThisMachine(SettingDefinitions.WS_HOST);
        developmentModeStaysOnThisMachine(SettingDefinitions.HTTP_HOST);
        tokensOfYoursHaveAKey();
        eventsCanCome();
        portsDiffer();
        somebodySpeaksTheProxyProtocol();
        oneHeartbeatMayBeLost();
        windowFitsIntoTheHeap();
        return broken;
    }

    private void keyIsOneOfTwo() {
        if (settings.find(SettingDefinitions.JWT_SECRET).isPresent()
                && settings.find(SettingDefinitions.JWKS_URI).isPresent()) {
            broken.add(new Problem(
                    "auth.jwt.secret and auth.jwt.jwks-uri are both set",
                    settings.given(SettingDefinitions.JWT_SECRET) + ", " + settings.given(SettingDefinitions.JWKS_URI),
                    "keep the one that your tokens are signed with"));
        }
    }

    /** Or a gateway whose key got lost would take a share of the events, and serve whoever it makes a token for. */
    private void nothingIsSharedWithoutAKey(Setting<?> shared) {
        if (usable(SettingDefinitions.JWT_SECRET, SettingDefinitions.JWKS_URI)
                && settings.developmentMode()
                && settings.isGiven(shared)) {
            broken.add(new Problem(
                    "there is no key to check tokens with, but " + shared.key() + " is set: development mode is alone",
                    settings.given(shared) + ", " + settings.given(SettingDefinitions.JWT_SECRET) + ", "
                            + settings.given(SettingDefinitions.JWKS_URI),
                    "set auth.jwt.secret or auth.jwt.jwks-uri; or leave " + shared.key() + " out"));
        }
    }

    private void developmentModeStaysOnThisMachine(Setting<String> host) {
        if (usable(host, SettingDefinitions.JWT_SECRET, SettingDefinitions.JWKS_URI)
                && settings.developmentMode()
                && !isLoopback(settings.value(host))) {
            broken.add(new Problem(
                    host.key() + " can be reached from other machines, but tokens have no key of yours",
                    settings.given(host),
                    "set auth.jwt.secret or auth.jwt.jwks-uri; or leave " + host.key()
                            + " out to try things on this machine"));
        }
    }

    private void tokensOfYoursHaveAKey() {
        for (Setting<?> setting : ABOUT_TOKENS) {
            if (usable(SettingDefinitions.JWT_SECRET, SettingDefinitions.JWKS_URI)
                    && settings.developmentMode()
                    && settings.isGiven(setting)) {
                broken.add(new Problem(
                        setting.key() + " is about tokens of yours, but there is no key to check them with",
                        settings.given(setting),
                        "set auth.jwt.secret or auth.jwt.jwks-uri; or leave " + setting.key() + " out"));
            }
        }
    }

    private void eventsCanCome() {
        if (usable(SettingDefinitions.ADMIN_TOKEN, SettingDefinitions.RABBIT_URI)
                && (!settings.developmentMode() || !usable(SettingDefinitions.JWT_SECRET, SettingDefinitions.JWKS_URI))
                && settings.find(SettingDefinitions.RABBIT_URI).isEmpty()
                && settings.find(SettingDefinitions.ADMIN_TOKEN).isEmpty()) {
            broken.add(new Problem(
                    "no event could ever come in: there is no RabbitMQ, and POST /api/v1/events needs admin.token",
                    settings.given(SettingDefinitions.RABBIT_URI) + ", "
                            + settings.given(SettingDefinitions.ADMIN_TOKEN),
                    "set rabbit.uri, or for events over HTTP: " + SettingDefinitions.ADMIN_TOKEN.variable()
                            + "=$(openssl rand -base64 48)"));
        }
    }

    private void portsDiffer() {
        int port = settings.value(SettingDefinitions.WS_PORT);
        if (usable(
                        SettingDefinitions.WS_PORT,
                        SettingDefinitions.HTTP_PORT,
                        SettingDefinitions.WS_HOST,
                        SettingDefinitions.HTTP_HOST)
                && port != 0
                && port == settings.value(SettingDefinitions.HTTP_PORT)
                && (isAny(SettingDefinitions.WS_HOST)
                        || isAny(SettingDefinitions.HTTP_HOST)
                        || settings.value(SettingDefinitions.WS_HOST)
                                .equals(settings.value(SettingDefinitions.HTTP_HOST)))) {
            broken.add(new Problem(
                    "WebSocket and HTTP can't share a port",
                    settings.given(SettingDefinitions.WS_PORT) + ", " + settings.given(SettingDefinitions.HTTP_PORT),
                    "give one of them another port"));
        }
    }

    private void somebodySpeaksTheProxyProtocol() {
        if (usable(SettingDefinitions.WS_PROXY_PROTOCOL, SettingDefinitions.WS_TRUSTED_PROXIES)
                && settings.value(SettingDefinitions.WS_PROXY_PROTOCOL)
                && settings.value(SettingDefinitions.WS_TRUSTED_PROXIES).isEmpty()) {
            broken.add(new Problem(
                    "ws.proxy-protocol is true, but no proxy is trusted to speak it",
                    settings.given(SettingDefinitions.WS_PROXY_PROTOCOL) + ", "
                            + settings.given(SettingDefinitions.WS_TRUSTED_PROXIES),
                    "set ws.trusted-proxies to the addresses of your proxies; or leave ws.proxy-protocol out"));
        }
    }

    private void oneHeartbeatMayBeLost() {
        if (usable(SettingDefinitions.HEARTBEAT_INTERVAL, SettingDefinitions.HEARTBEAT_TIMEOUT)
                && settings.value(SettingDefinitions.HEARTBEAT_TIMEOUT)
                                .compareTo(settings.value(SettingDefinitions.HEARTBEAT_INTERVAL))
                        <= 0) {
            broken.add(new Problem(
                    "heartbeat.timeout must be longer than heartbeat.interval, or every client is closed",
                    settings.given(SettingDefinitions.HEARTBEAT_TIMEOUT) + ", "
                            + settings.given(SettingDefinitions.HEARTBEAT_INTERVAL),
                    "make the timeout twice the interval, so that one lost heartbeat does no harm"));
        }
    }

    private void windowFitsIntoTheHeap() {
        long most = Defaults.resumeBytesAtMost(maxHeap);
        if (usable(SettingDefinitions.RESUME_BYTES) && settings.value(SettingDefinitions.RESUME_BYTES) > most) {
            broken.add(new Problem(
                    "resume.bytes is more than a quarter of the heap, which has " + Sizes.format(maxHeap >> 20 << 20),
                    settings.given(SettingDefinitions.RESUME_BYTES),
                    "lower it, leave it out, or give Java a bigger heap (-Xmx)"));
        }
    }

    private boolean usable(Setting<?>... all) {
        return Stream.of(all).noneMatch(unusable::contains);
    }

    private boolean isAny(Setting<String> host) {
        try {
            return InetAddress.getByName(settings.value(host)).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** A name that can't be resolved is no loopback address; listening on it fails with a problem of its own. */
    private static boolean isLoopback(String host) {
        try {
            return Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
