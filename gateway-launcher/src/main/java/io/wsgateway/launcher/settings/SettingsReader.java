package io.wsgateway.launcher.settings;

import io.wsgateway.launcher.settings.Settings.Chosen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects the settings: flags beat environment variables, these beat the settings file, and that the defaults. */
public final class SettingsReader {
    private final List<Problem> problems = new ArrayList<>();
    private final Map<Setting<?>, Chosen> chosen = new HashMap<>();
    // RawSetting, but wrong: named as such once, and not also as missing.
    private final Set<Setting<?>> unusable = new HashSet<>();
    private final long maxHeap;

    private SettingsReader(long maxHeap) {
        this.maxHeap = maxHeap;
    }

    /** @throws SettingsException with everything that is wrong */
    public static Settings read(CommandLine commandLine, Map<String, String> environment) throws SettingsException {
        return read(commandLine, environment, Runtime.getRuntime().maxMemory());
    }

    static Settings read(CommandLine commandLine, Map<String, String> environment, long maxHeap)
            throws SettingsException {
        return new SettingsReader(maxHeap).collect(commandLine, Variables.of(environment));
    }

    private Settings collect(CommandLine flags, Variables variables) throws SettingsException {
        RawSetting named = flags.config() != null ? flags.config() : variables.config();
        SettingsFile file = named == null ? SettingsFile.NONE : SettingsFile.read(named);
        problems.addAll(flags.problems());
        problems.addAll(variables.problems());
        problems.addAll(file.problems());

        List<List<RawSetting>> sources = List.of(flags.settings(), variables.settings(), file.settings());
        for (Setting<?> setting : SettingDefinitions.all()) {
            sources.stream()
                    .map(source -> given(setting, source))
                    .filter(given -> !given.isEmpty())
                    .findFirst()
                    .ifPresent(given -> choose(setting, given));
        }
        boolean keyGiven = isGiven(SettingDefinitions.JWT_SECRET) || isGiven(SettingDefinitions.JWKS_URI);
        Defaults.fill(chosen, keyGiven, maxHeap);
        Settings settings = new Settings(chosen);
        problems.addAll(new Rules(settings, unusable, maxHeap).broken());
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return settings;
    }

    private boolean isGiven(Setting<?> setting) {
        return chosen.containsKey(setting) || unusable.contains(setting);
    }

    private static List<RawSetting> given(Setting<?> setting, List<RawSetting> source) {
        return source.stream()
                .filter(given -> given.key().equals(setting.key())
                        || (setting.secret() && given.key().equals(setting.fileKey())))
                .toList();
    }

    private void choose(Setting<?> setting, List<RawSetting> given) {
        RawSetting first = given.get(0);
        if (given.size() > 1) {
            problems.add(new Problem(
                    setting.key() + " is given both itself and as a file",
                    first.origin() + " and " + given.get(1).origin(),
                    "keep one of the two"));
        } else if (first.value().isEmpty()) {
            problems.add(new Problem(
                    first.key() + " is empty", first.origin(), "give it a value, or leave it out for the default"));
        } else if (first.key().equals(setting.key())) {
            parse(setting, first.value(), first.origin());
        } else {
            content(first)
                    .ifPresent(
                            text -> parse(setting, text, first.origin() + ", file " + NamedFile.shown(first.value())));
        }
        if (!chosen.containsKey(setting)) {
            unusable.add(setting);
        }
    }

    private Optional<String> content(RawSetting file) {
        String why;
        try {
            String text = RawSetting.trimmed(NamedFile.read(file.value()));
            if (!text.isEmpty()) {
                return Optional.of(text);
            }
            why = "it is empty";
        } catch (NamedFile.Unreadable e) {
            why = e.why();
        }
        problems.add(new Problem(
                "the file of " + file.key() + " can't be read: " + why,
                file.key() + "=" + NamedFile.shown(file.value()) + " by " + file.origin(),
                "name a readable file that holds the secret and nothing else"));
        return Optional.empty();
    }

    private void parse(Setting<?> setting, String text, String origin) {
        try {
            chosen.put(setting, new Chosen(setting.type().parse(text), text, origin));
        } catch (InvalidValue e) {
            problems.add(new Problem(setting.key() + " " + e.what(), Settings.given(setting, text, origin), e.fix()));
        }
    }
}
