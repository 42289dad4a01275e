package io.wsgateway.launcher;

import io.wsgateway.launcher.settings.CommandLine;
import io.wsgateway.launcher.settings.Help;
import io.wsgateway.launcher.settings.Settings;
import io.wsgateway.launcher.settings.SettingsException;
import io.wsgateway.launcher.settings.SettingsReader;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Starts the gateway as a process, and ends it in order on SIGTERM. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] args) {
        ExitCode code = run(args);
        if (code != ExitCode.OK) {
            System.exit(code.number());
        }
    }

    private static ExitCode run(String... args) {
        CommandLine commandLine = CommandLine.parse(args);
        if (commandLine.help()) {
            System.out.print(Help.text());
            return ExitCode.OK;
        }
        if (commandLine.version()) {
            System.out.println(version());
            return ExitCode.OK;
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        try {
            Settings settings = SettingsReader.read(commandLine, System.getenv());
            return serve(settings);
        } catch (SettingsException e) {
            System.err.print(e.getMessage());
            return ExitCode.SETTINGS;
        } catch (CannotListenException e) {
            System.err.print(e.getMessage());
            return ExitCode.UNAVAILABLE;
        } catch (RuntimeException e) {
            LOG.error("The gateway failed to start", e);
            return ExitCode.INTERNAL;
        }
    }

    private static ExitCode serve(Settings settings) throws CannotListenException {
        LOG.info("Starting version {}", version());
        Assembly assembly = new Assembly(settings);
        assembly.start();
        assembly.banner().ifPresent(System.out::print);
        System.out.flush();
        CountDownLatch done = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(assembly, done), "gateway-shutdown"));
        awaitEnd(done);
        return ExitCode.OK;
    }

    // SIGTERM alone would end with 143: a process that drained as it was asked to has ended well.
    private static void end(Assembly assembly, CountDownLatch done) {
        try {
            assembly.drain();
            assembly.close();
            LOG.info("Stopped");
        } finally {
            done.countDown();
            Runtime.getRuntime().halt(ExitCode.OK.number());
        }
    }

    private static void awaitEnd(CountDownLatch done) {
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
