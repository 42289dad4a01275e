package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.model.Redaction;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * What a Redis URI says. Whatever isn't understood is an error: a wish for TLS that nobody reads would end in plain text.
 *
 * @param hosts the server, or the sentinels that know where it is
 * @param master the name that the sentinels know the master by; empty without sentinels
 * @param user null: the default one
 */
record RedisAddress(
        boolean tls,
        List<HostAndPort> hosts,
        String master,
        int database,
        @Nullable String user,
        @Nullable String password) {
    private static final int PORT = 6379;
    private static final int SENTINEL_PORT = 26379;
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:@]+)(?::(\\d{1,5}))?");
    private static final Pattern DATABASE = Pattern.compile("\\d{0,5}");
    private static final Pattern MASTER = Pattern.compile("([\\w.-]+)(?:/(\\d{1,5}))?");
    private static final Pattern PARAMETER = Pattern.compile("[\\w.-]{1,32}");

    /** @throws IllegalArgumentException if no server can have this URI; says so without any part of the login */
    static RedisAddress of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean sentinel = scheme.endsWith("+sentinel");
        String plain = sentinel ? scheme.substring(0, scheme.indexOf('+')) : scheme;
        if (!plain.equals("redis") && !plain.equals("rediss")) {
            throw new IllegalArgumentException("A Redis URI begins with redis:// or rediss://, or with"
                    + " redis+sentinel:// or rediss+sentinel://");
        }
        if (loginIsCut(uri)) {
            throw new IllegalArgumentException(
                    "User and password of a Redis URI can't hold some characters as they are:"
                            + " write # as %23, / as %2F, ? as %3F, % as %25");
        }
        refuseMore(uri);
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        int login = authority.lastIndexOf('@');
        List<HostAndPort> hosts = hosts(authority.substring(login + 1), sentinel, masked(uri));
        String path = uri.getPath() == null || uri.getPath().isEmpty()
                ? ""
                : uri.getPath().substring(1);
        String[] words =
                login < 0 ? new String[0] : authority.substring(0, login).split(":", 2);
        if (login >= 0 && (words.length < 2 || words[1].isEmpty())) {
            throw new IllegalArgumentException(
                    "A Redis URI with a login has a password in it, as in redis://user:password@host or"
                            + " redis://:password@host: " + masked(uri));
        }
        return new RedisAddress(
                plain.equals("rediss"),
                hosts,
                sentinel ? part(MASTER, path, 1, uri) : "",
                number(part(sentinel ? MASTER : DATABASE, path, sentinel ? 2 : 0, uri)),
                words.length < 1 || words[0].isEmpty() ? null : decoded(words[0]),
                words.length < 2 ? null : decoded(words[1]));
    }

    RedisAddress withLoginOf(RedisAddress other) {
        return new RedisAddress(tls, hosts, master, database, other.user, other.password);
    }

    boolean hasSentinels() {
        return !master.isEmpty();
    }

    /** The server as operators know it, without credentials. */
    String server() {
        String all = hosts.stream().map(HostAndPort::toString).collect(Collectors.joining(","));
        return hasSentinels() ? master + " at " + all : all;
    }

    /** A URI as people may see it. */
    static String masked(URI uri) {
        return Redaction.address(uri.toString());
    }

    /** Whether a login ends early, at a character that has a meaning of its own in a URI: its @ comes too late then. */
    private static boolean loginIsCut(URI uri) {
        return Stream.of(uri.getRawPath(), uri.getRawQuery(), uri.getRawFragment())
                .anyMatch(part -> part != null && part.contains("@"));
    }

    private static void refuseMore(URI uri) {
        if (uri.getRawQuery() != null) {
            String names = Stream.of(uri.getRawQuery().split("&", -1))
                    .map(parameter -> parameter.split("=", 2)[0])
                    .filter(name -> PARAMETER.matcher(name).matches())
                    .limit(5)
                    .collect(Collectors.joining(", "));
            throw new IllegalArgumentException("A Redis URI has no parameters, so nothing behind its ? is understood"
                    + (names.isEmpty() ? "" : " (" + names + ")")
                    + ": for TLS write rediss://, a database is the path, a login stands before the host: "
                    + masked(uri));
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "A Redis URI ends before a #; in a login write it as %23: " + masked(uri));
        }
    }

    private static List<HostAndPort> hosts(String listed, boolean sentinel, String shown) {
        List<HostAndPort> hosts = new ArrayList<>();
        for (String one : sentinel ? listed.split(",", -1) : new String[] {listed}) {
            Matcher parts = HOST.matcher(one);
            int port = parts.matches() ? port(parts.group(2), sentinel) : -1;
            if (port < 0 || (!sentinel && one.contains(","))) {
                throw new IllegalArgumentException(
                        sentinel
                                ? "A Redis URI with sentinels lists them, as in"
                                        + " redis+sentinel://10.0.0.1:26379,10.0.0.2:26379/mymaster: " + shown
                                : "A Redis URI names a host, as in redis://127.0.0.1:6379: " + shown);
            }
            hosts.add(new HostAndPort(parts.group(1).replaceAll("[\\[\\]]", ""), port));
        }
        if (new HashSet<>(hosts).size() < hosts.size()) {
            throw new IllegalArgumentException("A Redis URI lists each sentinel once: " + shown);
        }
        return List.copyOf(hosts);
    }

    private static int port(@Nullable String text, boolean sentinel) {
        if (text == null) {
            return sentinel ? SENTINEL_PORT : PORT;
        }
        int port = Integer.parseInt(text);
        return port > 0 && port <= 65_535 ? port : -1;
    }

    private static String part(Pattern pattern, String path, int group, URI uri) {
        Matcher parts = pattern.matcher(path);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    pattern == MASTER
                            ? "The path of a Redis URI with sentinels is the master's name, as in"
                                    + " redis+sentinel://10.0.0.1:26379/mymaster: " + masked(uri)
                            : "The path of a Redis URI is the number of a database: " + masked(uri));
        }
        return parts.group(group) == null ? "" : parts.group(group);
    }

    private static int number(String text) {
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RedisAddress[" + server() + "]";
    }
}
