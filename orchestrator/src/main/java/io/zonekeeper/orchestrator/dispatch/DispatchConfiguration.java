package io.zonekeeper.orchestrator.dispatch;

import io.zonekeeper.common.seal.Sealer;
import io.zonekeeper.common.setting.Environment;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DispatchConfiguration {

    @Bean
    DispatchSettings dispatchSettings(Environment environment) {
        return DispatchSettings.read(environment);
    }

    @Bean
    Sealer sealer(Clock clock) {
        return new Sealer(clock);
    }
}
