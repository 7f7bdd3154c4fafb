-- Who gave it must be whoever may at this moment: her guardian while she is under 14, she herself from then on (个人信息保护法 31).
-- So what a child once agreed to herself, and what a guardian agreed to for somebody who is grown by now, allows nothing and is asked
-- anew. The day is counted in the zone ages are counted in (src/consent/ward.ts).
create or replace function consent.state(c consent.consent, at_ms bigint) returns text language sql stable as $$
  select case
    when c.ended_by is not null then c.ended_by
    when c.until_ms <= at_ms then 'expired'
    when c.given_by <> coalesce(
           (select w.guardian from consent.ward w
             where w.subject = c.subject and w.last_day >= (to_timestamp(at_ms / 1000.0) at time zone 'Asia/Shanghai')::date),
           c.subject) then 'outdated'
    when not p.active or p.digest <> c.purpose_digest then 'outdated'
    when (select agreed.version from consent.text agreed where agreed.digest = c.text_digest)
         < (select max(held.version) from consent.text held where held.purpose = c.purpose and held.effective_at_ms <= at_ms)
      then 'outdated'
    when c.recipient is not null
         and (not r.active or r.digest <> c.recipient_digest or (p.credit and r.licence is null)) then 'outdated'
    else 'in_force' end
    from consent.purpose p left join consent.recipient r on r.id = c.recipient
   where p.id = c.purpose
$$;
