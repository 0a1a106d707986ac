-- Tags and sources of devices, targets of schedules by tag, and when the secrets of a credential were exchanged.

alter table device
    add column tags text[] not null default '{}',
    add column source text,
    add column source_gone_at timestamptz;
create index device_listed on device (lower(name), id) where deleted_at is null;
create index device_platform on device (platform, id) where deleted_at is null;
create index device_address_listed on device (lower(address), id) where deleted_at is null;
create index device_tags on device using gin (tags) where deleted_at is null;
create index device_source on device (source) where deleted_at is null and source is not null;
comment on column device.tags is 'in lower case, each once';
comment on column device.source is 'the import the device comes from; null: added by hand';
comment on column device.source_gone_at is 'since when its source does not list it any more';

alter table schedule add column tag text;
comment on column schedule.tag is 'only devices with this tag, in the group or in all groups; null: whatever their tags';

alter table credential add column rotated_at timestamptz;
comment on column credential.rotated_at is 'when a secret was last replaced; null: never';
