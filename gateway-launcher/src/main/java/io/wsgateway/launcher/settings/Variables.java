package io.wsgateway.launcher.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was said in the environment.
 *
 * @param config the settings file, where one was named
 */
record Variables(@Nullable RawSetting config, List<RawSetting> settings, List<Problem> problems) {
    static final String PREFIX = "GATEWAY_";
    static final String CONFIG = PREFIX + "CONFIG";

    // Kubernetes describes every Service of a namespace to every container; one that is called gateway, or gateway-ws,
    // yields these. Nobody wrote them, so they are no mistake.
    private static final Pattern SERVICE_NAME =
            Pattern.compile("GATEWAY(_.+)?_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)");
    private static final Pattern SERVICE_URL = Pattern.compile("(tcp|udp|sctp)://\\S+");

    static Variables of(Map<String, String> environment) {
        RawSetting config = null;
        List<RawSetting> settings = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
            String name = entry.getKey();
            String value = entry.getValue();
            if (!name.startsWith(PREFIX) || describesService(name, value)) {
                continue;
            }
            String origin = "environment variable " + name;
            if (name.equals(CONFIG)) {
                config = new RawSetting("config", value, origin);
                continue;
            }
            Optional<String> key = SettingDefinitions.keys().stream()
                    .filter(known -> Setting.variable(known).equals(name))
                    .findFirst();
            if (key.isPresent()) {
                settings.add(new RawSetting(key.get(), value, origin));
            } else {
                problems.add(unknown(name, origin));
            }
        }
        return new Variables(config, settings, problems);
    }

    private static boolean describesService(String name, String value) {
        return SERVICE_NAME.matcher(name).matches()
                || (name.endsWith("_PORT") && SERVICE_URL.matcher(value).matches());
    }

    private static Problem unknown(String name, String origin) {
        List<String> known = new ArrayList<>(List.of(CONFIG));
        SettingDefinitions.keys().forEach(key -> known.add(Setting.variable(key)));
        return new Problem("unknown setting: " + name, origin, Suggestion.fix(name, known));
    }
}
