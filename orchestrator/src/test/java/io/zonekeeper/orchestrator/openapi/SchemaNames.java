package io.zonekeeper.orchestrator.openapi;

import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Names schemas after their classes; a nested class of one word is named after its outer class too, or it would not be the only one. */
final class SchemaNames extends TypeNameResolver {

    private final Map<String, Class<?>> named = new ConcurrentHashMap<>();

    /** Every class that has a schema, by its name. */
    Map<String, Class<?>> named() {
        return Map.copyOf(named);
    }

    @Override
    protected String nameForClass(Class<?> type, Set<Options> options) {
        Class<?> outer = type.getEnclosingClass();
        String simple = type.getSimpleName();
        boolean oneWord = simple.substring(1).chars().noneMatch(Character::isUpperCase);
        String name = outer != null && oneWord
                ? outer.getSimpleName().replaceFirst("(Controller|Administration|Cancellation|Api)$", "") + simple
                : simple;
        Class<?> other = named.putIfAbsent(name, type);
        if (other != null && other != type) {
            throw new IllegalStateException("%s and %s would both be schema %s".formatted(other, type, name));
        }
        return name;
    }
}
