package io.wsgateway.broker.rabbit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a URI says of RabbitMQ: {@code amqp[s]://[user:password@]host[:port][,host[:port]...][/vhost]}. What of it isn't
 * understood is an error, whose message repeats nothing that could be part of a password.
 *
 * @param login null: none is given, and the client's own is used, {@code guest}
 * @param hosts one at least; tried one after the other
 */
record RabbitAddress(boolean tls, @Nullable Login login, List<Address> hosts, String virtualHost) {
    private static final int PORT = 5672;
    private static final int TLS_PORT = 5671;
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9]+)?])(?::(\\d{1,5}))?");
    private static final Pattern PARAMETER = Pattern.compile("[a-z_]{1,30}(?==)");
    private static final String EXAMPLE = "Give the address of RabbitMQ like amqp://user:password@host:5672/vhost";
    private static final String ESCAPES =
            EXAMPLE + ", with other characters than letters and digits as %XX in user and password";

    /** Who asks. */
    record Login(String user, String password) {
        @Override
        public String toString() {
            return "***";
        }
    }

    /** @throws IllegalArgumentException for anything but an AMQP address */
    static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Its message repeats the address, password and all.
            throw new IllegalArgumentException(ESCAPES);
        }
    }

    /** @throws IllegalArgumentException for anything but an AMQP address */
    static RabbitAddress of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String authority = uri.getRawAuthority();
        if (!(scheme.equals("amqp") || scheme.equals("amqps")) || authority == null) {
            throw new IllegalArgumentException(EXAMPLE);
        }
        boolean tls = scheme.equals("amqps");
        refuseRest(uri);
        int at = authority.indexOf('@');
        return new RabbitAddress(
                tls,
                at < 0 ? null : login(authority.substring(0, at)),
                hosts(authority.substring(at + 1), tls ? TLS_PORT : PORT),
                virtualHost(uri.getRawPath()));
    }

    RabbitAddress with(@Nullable Login other) {
        return new RabbitAddress(tls, other, hosts, virtualHost);
    }

    /** What people may see of it: host and port, of each. */
    String place() {
        return hosts.stream().map(host -> host.getHost() + ":" + host.getPort()).collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return (tls ? "amqps://" : "amqp://") + (login == null ? "" : login + "@") + place() + "/" + virtualHost;
    }

    private static void refuseRest(URI uri) {
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "Write # in a password as %23; behind the virtual host it means nothing");
        }
        String query = uri.getRawQuery();
        if (query != null) {
            Matcher parameter = PARAMETER.matcher(query);
            // Where there is an @, all before it may be a password.
            String which = query.indexOf('@') < 0 && parameter.lookingAt() ? " (" + parameter.group() + ")" : "";
            throw new IllegalArgumentException("Leave out the parameters behind ?" + which
                    + ": none is understood; TLS is amqps://, and ? in a password is written %3F");
        }
    }

    private static Login login(String userInfo) {
        int colon = userInfo.indexOf(':');
        if (colon < 1 || userInfo.indexOf(':', colon + 1) > 0) {
            throw new IllegalArgumentException(ESCAPES);
        }
        return new Login(decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1)));
    }

    private static List<Address> hosts(String text, int usualPort) {
        List<Address> hosts = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            Matcher host = HOST.matcher(one);
            if (!host.matches()) {
                throw new IllegalArgumentException(ESCAPES);
            }
            int port = host.group(2) == null ? usualPort : Integer.parseInt(host.group(2));
            if (port < 1 || port > 0xFFFF) {
                throw new IllegalArgumentException("A port of RabbitMQ is from 1 to 65535");
            }
            hosts.add(new Address(host.group(1), port));
        }
        return List.copyOf(hosts);
    }

    private static String virtualHost(String path) {
        if (path.indexOf('/', 1) > 0) {
            throw new IllegalArgumentException("Write / inside the name of a virtual host as %2F");
        } else if (path.indexOf('@') > 0) {
            // More likely it is a password with a slash than a virtual host with that character.
            throw new IllegalArgumentException(
                    "Write / in a password as %2F, and @ in the name of a virtual host as %40");
        }
        return path.length() <= 1 ? ConnectionFactory.DEFAULT_VHOST : decoded(path.substring(1));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }
}
