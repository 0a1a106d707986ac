-- What the audit is filtered by, newest first.
create index audit_event_who on audit_event (lower(who), id desc);
create index audit_event_area on audit_event (split_part(action, '.', 1), id desc);
