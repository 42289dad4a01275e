package io.wsgateway.launcher;

import io.wsgateway.launcher.settings.CommandLine;
import io.wsgateway.launcher.settings.Help;
import io.wsgateway.launcher.settings.Settings;
import io.wsgateway.launcher.settings.SettingsException;
import io.wsgateway.launcher.settings.SettingsReader;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Runs the gateway as a process of its own, and ends it in order on SIGTERM and SIGINT. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        // A signal that comes before there is anything to stop ends the process well, too; serve() puts its own in
        // place.
        Signals.on("TERM", Main::exit);
        Signals.on("INT", Main::exit);
        // Grizzly and Tyrus log to java.util.logging. Before any logger: one made earlier would still go by its rules.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Thread.setDefaultUncaughtExceptionHandler(Main::say);
        CommandLine commandLine = CommandLine.parse(args);
        if (commandLine.help()) {
            System.out.print(Help.text());
        } else if (commandLine.version()) {
            System.out.println(version());
        } else {
            serve(commandLine);
        }
    }

    private static void serve(CommandLine commandLine) throws InterruptedException {
        Logger log = LoggerFactory.getLogger(Main.class);
        ProcessLifecycle lifetime = new ProcessLifecycle(log);
        Runtime.getRuntime().addShutdownHook(new Thread(lifetime::stop, "gateway-stop"));
        StopSignals stop = new StopSignals(log, lifetime::awaited, Main::exit, Runtime.getRuntime()::halt);
        Signals.on("TERM", stop);
        Signals.on("INT", stop);
        // Nothing has been read yet that could be read again.
        Signals.on("HUP", () -> {});
        try {
            Settings settings = SettingsReader.read(commandLine, System.getenv());
            log.info("Starting {}", version());
            Optional<Assembly> running = lifetime.start(settings);
            running.ifPresent(assembly -> Signals.on("HUP", reload(log, commandLine, settings, assembly)));
            running.flatMap(Assembly::banner).ifPresent(System.out::print);
        } catch (SettingsException e) {
            fail(lifetime, e, ExitCode.SETTINGS);
        } catch (CannotListenException e) {
            fail(lifetime, e, ExitCode.UNAVAILABLE);
        } catch (RuntimeException | Error e) {
            log.error("The gateway did not start", e);
            lifetime.giveUp();
            System.exit(ExitCode.INTERNAL.number());
        }
        // The gateway's threads are daemons: this one keeps the process until the hook ends it.
        new CountDownLatch(1).await();
    }

    // Vital threads survive whatever is thrown on them, and /livez speaks for them; this is for all others.
    private static void say(Thread thread, Throwable failure) {
        try {
            LoggerFactory.getLogger(Main.class).error("Thread {} has died", thread.getName(), failure);
        } catch (Throwable unsaid) {
            // There may be no memory for it.
        }
    }

    private static Reload reload(Logger log, CommandLine commandLine, Settings settings, Assembly assembly) {
        return new Reload(
                log, settings, () -> SettingsReader.read(commandLine, System.getenv()), assembly::replaceSecrets);
    }

    /** The shutdown hook does the work, and returns the code. */
    private static void exit() {
        System.exit(ExitCode.OK.number());
    }

    private static void fail(ProcessLifecycle lifetime, Exception refusal, ExitCode code) {
        System.err.print(refusal.getMessage());
        lifetime.giveUp();
        System.exit(code.number());
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return "websocket-gateway " + (version == null ? "(unpacked)" : version);
    }
}
