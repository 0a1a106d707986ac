package io.zonekeeper.collector;

import io.zonekeeper.common.setting.ReadmeSettings;

class CollectorReadmeTest extends ReadmeSettings {

    CollectorReadmeTest() {
        super("collector", CollectorSettings.ALL);
    }
}
