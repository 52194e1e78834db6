import type { ExitName } from '../../exit-codes.js';
import { EXIT_CODES } from '../../exit-codes.js';
import { prepareRows } from './deliver/prepare-rows.js';
import type { Run } from './run.js';
import { count } from './progress/rate.js';
import { openWay } from './way.js';

/** Integrations that are asked at once. */
const INTEGRATIONS_AT_ONCE = 20;

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
          `${style.strong(count(rows))} rows, integrations: ${count(integrations.size)}`,
          `${style.good(count(ready))} can be sent`,
          ...(invalid > 0 ? [`${style.bad(count(invalid))} not valid`] : []),
          ...(duplicates > 0
            ? [`${style.caution(count(duplicates))} the same as an earlier row`]
            : []),
          ...(lookedUp === undefined
            ? []
            : [
                `Targets found: ${count(lookedUp.found)}` +
                  (lookedUp.missed > 0 ? `, not found: ${style.bad(count(lookedUp.missed))}` : ''),
              ]),
          style.faint('Nothing was sent.'),
        ].join('\n'),
    });
  }
  return exit;
}

async function lookUpRows(run: Run): Promise<LookedUp> {
  const { checked, input, remarks } = run;
  const way = openWay(run);
  const counts: LookedUp = { found: 0, missed: 0 };
  const lookUp = async (integrationId: string) => {
    for await (const rows of prepareRows(integrationId, {
      input,
      checked,
      resolver: way.resolver,
      isWanted: (row) => !checked.isDuplicate(row),
    })) {
      for (const row of rows) {
        if (row.kind === 'ready') {
          counts.found += 1;
          continue;
        }
        counts.missed += 1;
        const { row: number, line } = row.place;
        await remarks.fate({ row: number, line, at: new Date().toISOString(), ...row.fate });
      }
    }
  };
  try {
    const queue = checked.index.counts().keys();
    const serve = async () => {
      for (const integrationId of queue) await lookUp(integrationId);
    };
    await Promise.all(Array.from({ length: INTEGRATIONS_AT_ONCE }, serve));
    return counts;
  } finally {
    way.close();
  }
}
