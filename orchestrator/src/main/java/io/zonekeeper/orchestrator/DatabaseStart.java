package io.zonekeeper.orchestrator;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.common.setting.SharedSettings;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits at start until PostgreSQL answers, so that the processes may be started in any order. */
public final class DatabaseStart {

    private static final Logger log = LoggerFactory.getLogger(DatabaseStart.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** @throws SettingException if the database answers and refuses: that does not mend by waiting */
    public static void await(Environment environment) {
        String url = environment.get(SharedSettings.DATABASE_URL);
        Properties login = login(environment);
        boolean said = false;
        for (Duration pause = FIRST_PAUSE; !answers(url, login, !said); pause = longer(pause)) {
            said = true;
            sleep(pause);
        }
        if (said) {
            log.info("PostgreSQL answers at {}.", url);
        }
    }

    /**
     * Whether it answers now.
     *
     * @throws SettingException as {@link #await}
     */
    public static boolean answers(Environment environment) {
        return answers(environment.get(SharedSettings.DATABASE_URL), login(environment), false);
    }

    private static Properties login(Environment environment) {
        Properties login = new Properties();
        login.setProperty("user", environment.get(SharedSettings.DATABASE_USER));
        login.setProperty("password", environment.get(SharedSettings.DATABASE_PASSWORD));
        login.setProperty("connectTimeout", "5");
        login.setProperty("loginTimeout", "10");
        return login;
    }

    private static boolean answers(String url, Properties login, boolean say) {
        try {
            DriverManager.getConnection(url, login).close();
            return true;
        } catch (SQLException e) {
            if (isRefusal(e)) {
                throw new SettingException(
                        "PostgreSQL at %s refuses: %s. Check %s, %s and %s."
                                .formatted(
                                        url,
                                        firstLine(e),
                                        SharedSettings.DATABASE_URL.name(),
                                        SharedSettings.DATABASE_USER.name(),
                                        SharedSettings.DATABASE_PASSWORD.name()),
                        e);
            }
            if (say) {
                log.warn("PostgreSQL at {} does not answer ({}); trying again until it does.", url, firstLine(e));
            }
            return false;
        }
    }

    /** Wrong login, unknown database, or an address no driver takes. */
    private static boolean isRefusal(SQLException e) {
        String state = e.getSQLState();
        return state != null
                && (state.startsWith("28") || state.startsWith("3D") || state.equals("08001") && isNoAddress(e));
    }

    private static boolean isNoAddress(SQLException e) {
        return e.getCause() == null && firstLine(e).startsWith("No suitable driver");
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while waiting for PostgreSQL", e);
        }
    }

    private DatabaseStart() {}
}
