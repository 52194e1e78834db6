import type { ExitName } from '../../exit-codes.js';
import { EXIT_CODES } from '../../exit-codes.js';
import { createKomboClient } from '../../kombo/client.js';
import { fateOf } from './deliver/prepare-rows.js';
import type { Run } from './handler.js';
import { count } from './progress/rate.js';
import { needsLookUp } from './rows/row-request.js';
import { newResolver } from './send-rows.js';

/** Rows that are looked up at once. */
const GROUP = 500;

/** What looking rows up came to. */
interface LookedUp {
  found: number;
  missed: number;
}

/** The end of `--check-only`: what was found out, with look-ups where rows need one. Sends nothing. */
export async function handleCheckOnly(run: Run): Promise<ExitName> {
  const { checked, feed, plan, remarks } = run;
  const { rows, ready, invalid, duplicates, toLookUp } = checked;
  const lookedUp = toLookUp === 0 ? undefined : await lookUpRows(run);
  await remarks.sayHowManyMore();
  const exit =
    invalid > 0 ? 'usage' : lookedUp !== undefined && lookedUp.missed > 0 ? 'rejected' : 'ok';
  const integrations = checked.index.counts();
  if (!plan.isQuiet || run.context.globals.json === true) {
    await feed.push({
      data: {
        event: 'checked',
        status: exit === 'ok' ? 'success' : 'error',
        rows,
        ready,
        invalid,
        duplicates,
        ...(lookedUp === undefined ? {} : { looked_up: lookedUp }),
        integrations: Object.fromEntries(integrations),
        exit_code: EXIT_CODES[exit].code,
      },
      text: (style) =>
        [
          `${style.strong(count(rows))} rows, ${count(integrations.size)} integrations`,
          `${style.good(count(ready))} can be sent`,
          ...(invalid > 0 ? [`${style.bad(count(invalid))} are not valid`] : []),
          ...(duplicates > 0
            ? [`${style.caution(count(duplicates))} are the same as an earlier row`]
            : []),
          ...(lookedUp === undefined
            ? []
            : [
                `${count(lookedUp.found)} targets were found` +
                  (lookedUp.missed > 0 ? `, ${style.bad(count(lookedUp.missed))} were not` : ''),
              ]),
          style.faint('Nothing was sent.'),
        ].join('\n'),
    });
  }
  return exit;
}

async function lookUpRows({ plan, context, checked, input, remarks }: Run): Promise<LookedUp> {
  const { destination } = plan;
  if (destination.via === 'api') return { found: 0, missed: 0 };
  const client = createKomboClient(destination, plan.timeoutMs);
  const resolver = newResolver(client, context.signal);
  const counts: LookedUp = { found: 0, missed: 0 };
  const lookUp = async (integrationId: string) => {
    let group: Promise<void>[] = [];
    for await (const place of checked.index.rowsOf(integrationId)) {
      const { buffer } = await input.handle.read(
        Buffer.alloc(place.length),
        0,
        place.length,
        place.offset,
      );
      const row = checked.reader.read(checked.format.parse(buffer));
      if (!row.ok || !needsLookUp(row.request)) continue;
      group.push(
        resolver.resolve(row.request.reference).then(async (resolution) => {
          if (resolution.target !== null) {
            counts.found += 1;
            return;
          }
          counts.missed += 1;
          const { row, line } = place;
          await remarks.fate({ row, line, at: new Date().toISOString(), ...fateOf(resolution) });
        }),
      );
      if (group.length >= GROUP) {
        await Promise.all(group);
        group = [];
      }
    }
    await Promise.all(group);
  };
  try {
    await Promise.all([...checked.index.counts().keys()].map(lookUp));
    return counts;
  } finally {
    client.close();
  }
}
