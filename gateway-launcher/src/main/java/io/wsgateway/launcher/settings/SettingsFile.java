package io.wsgateway.launcher.settings;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** What was said in a settings file: Java properties in UTF-8, {@code ws.port=3005}. */
record SettingsFile(List<RawSetting> settings, List<Problem> problems) {
    static final SettingsFile NONE = new SettingsFile(List.of(), List.of());

    static SettingsFile read(RawSetting named) {
        try {
            return parse(named.value(), NamedFile.read(named.value()).lines().toList());
        } catch (NamedFile.Unreadable e) {
            return unreadable(named, e.why());
        }
    }

    private static SettingsFile unreadable(RawSetting named, String why) {
        Problem problem = new Problem(
                "the settings file can't be read: " + why,
                "config=" + named.value() + " by " + named.origin(),
                "name a readable file of lines like ws.port=3005");
        return new SettingsFile(List.of(), List.of(problem));
    }

    static SettingsFile parse(String name, List<String> lines) {
        List<RawSetting> settings = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String origin = name + ":" + (i + 1);
            StringBuilder logical = new StringBuilder(lines.get(i));
            while (continues(logical) && i + 1 < lines.size()) {
                logical.append('\n').append(lines.get(++i));
            }
            Properties parsed = new Properties();
            try {
                parsed.load(new StringReader(logical.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(
                        "a line of the settings file can't be read", origin, "write a backslash as two: \\\\"));
            }
            parsed.forEach(
                    (key, value) -> add(new RawSetting(key.toString(), value.toString(), origin), settings, problems));
        }
        return new SettingsFile(settings, problems);
    }

    private static boolean continues(CharSequence line) {
        boolean comment = line.toString().stripLeading().startsWith("#")
                || line.toString().stripLeading().startsWith("!");
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return !comment && backslashes % 2 == 1;
    }

    private static void add(RawSetting given, List<RawSetting> settings, List<Problem> problems) {
        if (!SettingDefinitions.keys().contains(given.key())) {
            problems.add(UnknownName.problem(given.key(), given.origin(), SettingDefinitions.keys()));
            return;
        }
        settings.stream()
                .filter(earlier -> earlier.key().equals(given.key()))
                .findFirst()
                .ifPresentOrElse(
                        earlier -> problems.add(new Problem(
                                given.key() + " is set twice",
                                earlier.origin() + " and " + given.origin(),
                                "remove one of the two lines")),
                        () -> settings.add(given));
    }
}
