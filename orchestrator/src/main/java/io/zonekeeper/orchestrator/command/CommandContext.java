package io.zonekeeper.orchestrator.command;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.common.setting.SharedSettings;
import io.zonekeeper.common.wire.Json;
import io.zonekeeper.orchestrator.DatabaseStart;
import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.RedisSettings;
import io.zonekeeper.orchestrator.credential.Credentials;
import io.zonekeeper.orchestrator.credential.MasterKey;
import io.zonekeeper.orchestrator.device.Devices;
import io.zonekeeper.orchestrator.group.CollectorGroups;
import io.zonekeeper.orchestrator.group.GroupQueues;
import io.zonekeeper.orchestrator.imports.DeviceImport;
import io.zonekeeper.orchestrator.installation.Migrations;
import io.zonekeeper.orchestrator.web.JsonMerge;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.ControllerAdvice;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a command needs of the orchestrator, made when it is asked for: database and features, without a web server, timers and
 * RabbitMQ; Redis is asked where a command needs to know what collectors announce, and may be away. To be closed.
 */
final class CommandContext implements AutoCloseable {

    /** Who acts, in the audit. */
    static final String WHO = "command line";

    private final AnnotationConfigApplicationContext context;

    private CommandContext(AnnotationConfigApplicationContext context) {
        this.context = context;
    }

    /**
     * Opens it on a database that has been brought to this release.
     *
     * @throws Commands.UnavailableException if the database does not answer
     * @throws SettingException if it refuses
     */
    static CommandContext open(Environment environment, Clock clock) {
        requireDatabase(environment);
        new Migrations(environment).apply();
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean("clock", Clock.class, () -> clock);
        context.registerBean("settings", Environment.class, () -> environment);
        context.register(Beans.class);
        context.refresh();
        return new CommandContext(context);
    }

    static void requireDatabase(Environment environment) {
        if (!DatabaseStart.answers(environment)) {
            throw new Commands.UnavailableException("PostgreSQL at %s does not answer: start it, or correct %s."
                    .formatted(environment.get(SharedSettings.DATABASE_URL), SharedSettings.DATABASE_URL.name()));
        }
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    /** Not marked as a configuration, or the orchestrator itself would find it. */
    @EnableTransactionManagement(proxyTargetClass = true)
    @ComponentScan(
            basePackageClasses = {
                Audit.class,
                CollectorGroups.class,
                Credentials.class,
                DeviceImport.class,
                Devices.class,
                JsonMerge.class
            },
            lazyInit = true,
            excludeFilters = {
                @ComponentScan.Filter({Controller.class, ControllerAdvice.class, Configuration.class}),
                @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = GroupQueues.class)
            })
    static class Beans {

        @Bean
        DataSource dataSource(Environment environment) {
            return new DriverManagerDataSource(
                    environment.get(SharedSettings.DATABASE_URL),
                    environment.get(SharedSettings.DATABASE_USER),
                    environment.get(SharedSettings.DATABASE_PASSWORD));
        }

        @Bean
        PlatformTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }

        @Bean
        TransactionTemplate transactionTemplate(PlatformTransactionManager transactions) {
            return new TransactionTemplate(transactions);
        }

        @Bean
        JdbcClient jdbcClient(DataSource dataSource) {
            return JdbcClient.create(dataSource);
        }

        @Bean
        JsonMapper jsonMapper() {
            return Json.MAPPER;
        }

        @Bean
        @Lazy
        MasterKey masterKey(Environment environment) {
            return MasterKey.read(environment);
        }

        @Bean
        @Lazy
        RedisClient redisClient(Environment environment) {
            return RedisSettings.client(environment.get(SharedSettings.REDIS_URL));
        }

        @Bean
        @Lazy
        Collectors collectors(RedisClient redis, Clock clock) {
            return new Collectors(redis, clock);
        }
    }
}
