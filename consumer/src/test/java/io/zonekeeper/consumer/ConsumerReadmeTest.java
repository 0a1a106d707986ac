package io.zonekeeper.consumer;

import io.zonekeeper.common.setting.ReadmeSettings;

class ConsumerReadmeTest extends ReadmeSettings {

    ConsumerReadmeTest() {
        super("consumer", ConsumerSettings.ALL);
    }
}
