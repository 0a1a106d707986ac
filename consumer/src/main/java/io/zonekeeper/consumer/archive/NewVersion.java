package io.zonekeeper.consumer.archive;

import io.zonekeeper.common.result.JobResult;

/**
 * A configuration that differs from the one before it.
 *
 * @param history never becomes the current one
 * @param text masked and clean, for search
 */
record NewVersion(
        long id, long deviceId, Delivery delivery, JobResult.Captured captured, boolean history, String text) {}
