package io.zonekeeper.orchestrator.web;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one field.
 *
 * @param field its name in JSON
 * @param value what was given; null where nothing was, or where it is a secret
 * @param message one sentence with the way out
 */
public record FieldError(String field, @Nullable Object value, String message) {}
