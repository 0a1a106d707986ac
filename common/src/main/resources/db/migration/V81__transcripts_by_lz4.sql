-- A transcript is as long as the configuration it led to: pglz takes four times as long for it. New partitions follow the table.
do $$
declare
    part regclass;
begin
    for part in
        select 'outcome'::regclass
        union all
        select inhrelid::regclass from pg_inherits where inhparent = 'outcome'::regclass
    loop
        execute format('alter table %s alter column transcript set compression lz4', part);
    end loop;
exception when feature_not_supported then
    raise notice 'this PostgreSQL has no lz4; transcripts are compressed by pglz';
end $$;
