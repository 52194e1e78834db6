import type { Database } from '../engine/database.js';
import { cleanCopiedTexts } from '../statements/copied-texts.js';

/**
 * Kombo's words about one delivery (title, message, log page) may name a person: they stay with the attempt
 * that met them. What is parked with it keeps code and status only. Processes of the release before still copy
 * the words, so triggers take them out; a later step drops the triggers. May run again after an interruption.
 */
export const texts = `
-- On the JSON as text: a word may hold an escape that PostgreSQL cannot decode. Where nothing was sent, the
-- words are ours.
create or replace function result_links.without_texts(details json) returns json
language sql immutable as $$
  select case when strpos(details::text, '"requestSent":"no"') > 0 then details
              else regexp_replace(details::text, '"(title|message|logUrl)":"([^"\\\\]|\\\\.)*"',
                                  '"\\1":null', 'g')::json end
$$;

create or replace function result_links.keep_texts_out() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'accounts' then
    new.paused_details = result_links.without_texts(new.paused_details);
  elsif tg_table_name = 'integrations' then
    new.parked_details = result_links.without_texts(new.parked_details);
  else
    new.last_details = result_links.without_texts(new.last_details);
  end if;
  return new;
end $$;

create or replace trigger keep_texts_out before update of paused_details on result_links.accounts
  for each row when (new.paused_details is not null) execute function result_links.keep_texts_out();
create or replace trigger keep_texts_out before update of parked_details on result_links.integrations
  for each row when (new.parked_details is not null) execute function result_links.keep_texts_out();
-- Parked with its integration or account; the delivery whose own attempt parks it comes from 'delivering'.
create or replace trigger keep_texts_out before update of last_details on result_links.deliveries
  for each row when (old.state in ('queued', 'retrying') and new.state = 'parked')
  execute function result_links.keep_texts_out();
create or replace trigger keep_texts_out_of_accepted before insert on result_links.deliveries
  for each row when (new.state = 'parked') execute function result_links.keep_texts_out();

update result_links.accounts set paused_details = paused_details where paused_details is not null;
update result_links.integrations set parked_details = parked_details where parked_details is not null;
`;

/** Takes copied words out of deliveries, in short transactions. */
export const finishTexts = (db: Database): Promise<void> => cleanCopiedTexts(db);
