package io.zonekeeper.orchestrator.idempotency;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A handler that takes the header {@code Idempotency-Key}. All it does is in PostgreSQL and joins the transaction it is called in,
 * and its answer holds no secret, since that is stored.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {}
