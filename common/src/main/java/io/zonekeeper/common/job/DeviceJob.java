package io.zonekeeper.common.job;

/** A job done on one device, under that device's lock. */
public sealed interface DeviceJob extends Job permits BackupJob, LoginTestJob {

    long deviceId();

    /** Key or alias of the platform definition. */
    String platform();
}
