package io.wsgateway.launcher.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was said on the command line: {@code --ws-port 3005} or {@code --ws-port=3005}. The last of two equal flags counts,
 * so that a script's defaults can be overridden.
 *
 * @param config the settings file, where one was named
 */
public record CommandLine(
        boolean help, boolean version, @Nullable RawSetting config, List<RawSetting> settings, List<Problem> problems) {
    static final String CONFIG = "--config";
    private static final String HELP = "--help";
    private static final String VERSION = "--version";

    public CommandLine {
        settings = List.copyOf(settings);
        problems = List.copyOf(problems);
    }

    public static CommandLine parse(String... args) {
        boolean help = false;
        boolean version = false;
        RawSetting config = null;
        List<RawSetting> settings = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            int equals = arg.indexOf('=');
            String flag = equals < 0 ? arg : arg.substring(0, equals);
            if (arg.equals(HELP) || arg.equals("-h")) {
                help = true;
                continue;
            }
            if (arg.equals(VERSION)) {
                version = true;
                continue;
            }
            Optional<String> key = keyOf(flag);
            if (key.isEmpty()) {
                problems.add(unknown(flag, i + 1));
                // Its value isn't another mistake.
                i += equals < 0 && flag.startsWith("--") && isValue(args, i + 1) ? 1 : 0;
                continue;
            }
            if (equals < 0 && !isValue(args, i + 1)) {
                problems.add(
                        new Problem(flag + " needs a value", "", "write " + flag + " VALUE or " + flag + "=VALUE"));
                continue;
            }
            String value = equals < 0 ? args[++i] : arg.substring(equals + 1);
            RawSetting given = new RawSetting(key.get(), value, "flag " + flag);
            if (flag.equals(CONFIG)) {
                config = given;
            } else {
                settings.removeIf(earlier -> earlier.key().equals(given.key()));
                settings.add(given);
            }
        }
        return new CommandLine(help, version, config, settings, problems);
    }

    private static Optional<String> keyOf(String flag) {
        if (flag.equals(CONFIG)) {
            return Optional.of("config");
        }
        return SettingDefinitions.keys().stream()
                .filter(key -> Setting.flag(key).equals(flag))
                .findFirst();
    }

    private static boolean isValue(String[] args, int index) {
        return index < args.length && !args[index].startsWith("--");
    }

    private static Problem unknown(String flag, int number) {
        if (!flag.startsWith("--")) {
            return new Problem(
                    "argument " + number + " is neither a flag nor the value of one",
                    "",
                    "settings are written --key VALUE; see --help");
        }
        List<String> known = new ArrayList<>(List.of(CONFIG, HELP, VERSION));
        SettingDefinitions.keys().forEach(key -> known.add(Setting.flag(key)));
        String origin = UnknownName.isShown(flag, known) ? "flag " + flag : "argument " + number;
        return UnknownName.problem(flag, origin, known);
    }
}
