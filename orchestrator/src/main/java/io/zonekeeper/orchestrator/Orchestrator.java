package io.zonekeeper.orchestrator;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.common.setting.TestSwitch;
import io.zonekeeper.orchestrator.command.Commands;
import io.zonekeeper.orchestrator.credential.MasterKey;
import java.time.Clock;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The web process: schedules, groups, inventory, pages and the API; and the commands beside it. */
@SpringBootApplication
public class Orchestrator {

    /** EX_CONFIG of sysexits: a restart with the same settings ends the same way. */
    public static final int WRONG_SETTINGS = 78;

    public static void main(String[] args) {
        Commands.execute(Environment.ofProcess(), args).ifPresent(System::exit);
    }

    /**
     * Starts the process as its program does, with what a user can mend said in one sentence.
     *
     * @return the exit code if it cannot start; empty if it serves requests until it is told to end
     */
    public static OptionalInt serve(Environment environment) {
        try {
            TestSwitch.enable(System.getenv()).ifPresent(log()::error);
            start(environment, Clock.systemUTC());
            return OptionalInt.empty();
        } catch (SettingException e) {
            System.err.println(e.getMessage());
            return OptionalInt.of(WRONG_SETTINGS);
        } catch (RuntimeException e) {
            return OptionalInt.of(StartFailures.exitCode(e));
        }
    }

    /**
     * Starts the process and returns when it serves requests. Waits as long as it takes for a database that does not answer.
     *
     * @throws SettingException if a setting is missing or wrong
     */
    public static ConfigurableApplicationContext start(Environment environment, Clock clock) {
        MasterKey masterKey = MasterKey.read(environment);
        SpringApplication application = new SpringApplication(Orchestrator.class);
        application.setDefaultProperties(OrchestratorSettings.springProperties(environment));
        application.addInitializers(context -> {
            context.getBeanFactory().registerSingleton("clock", clock);
            context.getBeanFactory().registerSingleton("settings", environment);
            context.getBeanFactory().registerSingleton("masterKey", masterKey);
        });
        DatabaseStart.await(environment);
        ConfigurableApplicationContext context = application.run();
        log().info(
                        "The orchestrator serves http://{}:{}.",
                        environment.get(OrchestratorSettings.HTTP_ADDRESS),
                        context.getEnvironment().getProperty("local.server.port"));
        return context;
    }

    /** Not a field: a command sets logging up in another way before the first logger is made. */
    private static Logger log() {
        return LoggerFactory.getLogger(Orchestrator.class);
    }
}
