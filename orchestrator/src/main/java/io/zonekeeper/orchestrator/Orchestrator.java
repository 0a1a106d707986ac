package io.zonekeeper.orchestrator;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.common.setting.TestSwitch;
import io.zonekeeper.orchestrator.credential.MasterKey;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The web process: schedules, groups, inventory, pages and the API. */
@SpringBootApplication
public class Orchestrator {

    private static final Logger log = LoggerFactory.getLogger(Orchestrator.class);

    /** EX_CONFIG of sysexits: a restart with the same settings ends the same way. */
    static final int WRONG_SETTINGS = 78;

    public static void main(String[] args) {
        try {
            TestSwitch.enable(System.getenv()).ifPresent(log::error);
            start(Environment.ofProcess(), Clock.systemUTC());
        } catch (SettingException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG_SETTINGS);
        } catch (RuntimeException e) {
            System.exit(StartFailures.exitCode(e));
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
        log.info(
                "The orchestrator serves http://{}:{}.",
                environment.get(OrchestratorSettings.HTTP_ADDRESS),
                context.getEnvironment().getProperty("local.server.port"));
        return context;
    }
}
