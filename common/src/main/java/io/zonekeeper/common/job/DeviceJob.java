package io.zonekeeper.common.job;

import java.util.Map;

/** A job done on one device, under that device's lock. */
public sealed interface DeviceJob extends Job permits BackupJob, LoginTestJob {

    long deviceId();

    /** Key or alias of the platform definition. */
    String platform();

    /** Of the platform; no secrets. */
    Map<String, String> parameters();
}
