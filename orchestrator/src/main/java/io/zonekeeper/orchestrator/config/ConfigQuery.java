package io.zonekeeper.orchestrator.config;

import io.zonekeeper.orchestrator.web.FieldErrors;
import io.zonekeeper.orchestrator.web.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for in the current configurations; all of them fit where neither pattern is there.
 *
 * @param contains what a configuration has to contain
 * @param lacks what it must not contain
 * @param group the only group looked at; null for all
 */
record ConfigQuery(
        @Nullable SearchPattern contains,
        @Nullable SearchPattern lacks,
        @Nullable String group) {

    /**
     * @param regex whether the texts are patterns in RE2 syntax
     * @throws Problem 422 with a text that is no pattern
     */
    static ConfigQuery of(
            @Nullable String contains,
            @Nullable String lacks,
            boolean regex,
            boolean matchCase,
            @Nullable String group) {
        FieldErrors errors = new FieldErrors();
        SearchPattern wanted = SearchPattern.of("contains", contains, regex, matchCase, errors);
        SearchPattern unwanted = SearchPattern.of("lacks", lacks, regex, matchCase, errors);
        errors.throwIfAny();
        return new ConfigQuery(wanted, unwanted, group == null || group.isBlank() ? null : group);
    }
}
