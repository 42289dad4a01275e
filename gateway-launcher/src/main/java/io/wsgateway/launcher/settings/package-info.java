/**
 * What the gateway can be told. {@link io.wsgateway.launcher.settings.SettingDefinitions} lists every {@link
 * io.wsgateway.launcher.settings.Setting}; {@link io.wsgateway.launcher.settings.SettingsReader} collects values from
 * flags, environment and file and answers {@link io.wsgateway.launcher.settings.Settings}, or throws every {@link
 * io.wsgateway.launcher.settings.Problem} at once.
 */
@NullMarked
package io.wsgateway.launcher.settings;

import org.jspecify.annotations.NullMarked;
