import { CliError, usageError } from '../../errors.js';
import { EXIT_CODES, type ExitName } from '../../exit-codes.js';
import { printableJson } from '../../output/printable.js';
import type { DeliverResult } from './deliver/deliver-rows.js';
import { prepareRows } from './deliver/prepare-rows.js';
import type { Run } from './run.js';
import { JournalError } from './journal/journal.js';
import {
  FAILED_STATES,
  OPEN_STATES,
  type IntegrationLine,
  type JournalHeader,
  type RowState,
} from './journal/journal-line.js';
import { openJournal, type OpenJournal } from './journal/open-journal.js';
import type { RowStates } from './journal/row-states.js';
import type { Plan } from './plan.js';
import { count } from './progress/rate.js';
import { openWay, type Way } from './way.js';
import { exitOfSummary, summarise, summaryData, summaryText } from './summary.js';

/** Nothing is sent while some rows are not valid, unless the user wants that. */
export function refuseBadRows({ checked, plan }: Run): void {
  const { invalid, ready, rows } = checked;
  if (invalid === 0 || (plan.skipsBadRows && ready > 0)) return;
  throw usageError(
    'rows_invalid',
    `${count(invalid)} of ${count(rows)} rows ${invalid === 1 ? 'is' : 'are'} not valid; nothing was sent.`,
    ready === 0
      ? {}
      : { hint: `Correct them, or send the other ${count(ready)} with --skip-bad-rows.` },
  );
}

/** Sends what is left to be sent, and says what it came to. */
export async function sendRows(run: Run): Promise<ExitName> {
  const { plan, context, feed } = run;
  const way = openWay(run);
  try {
    const open = await openJournal(plan.reportPath, headerOf(run));
    const { states } = open;
    const integrations: IntegrationLine[] = [];
    try {
      await noteFindings(run, open);
      if (!way.knowsRepeats) await closeLostRows(open);
      const todo = await sayWhatIsLeft(run, open);
      const result =
        todo === 0 ? { unwritten: [] } : await deliver(run, way, open, todo, integrations);
      await run.remarks.sayHowManyMore();
      await throwIfFailed(result, run);
      const summary = summarise(run.checked.rows, states, integrations);
      // Rows that wait for another attempt are not sent yet, either.
      const waiting = [...OPEN_STATES].reduce((sum, state) => sum + states.count(state), 0);
      const notSent = summary.notSent + waiting;
      const isCutShort = context.signal.aborted && (notSent > 0 || states.count('accepted') > 0);
      const exit = isCutShort ? 'interrupted' : exitOfSummary(summary);
      if (!plan.isQuiet || context.globals.json === true) {
        await feed.push({
          data: summaryData(summary, plan.reportPath, EXIT_CODES[exit].code),
          text: (style) => `${summaryText(summary, style)}\nReport: ${plan.reportPath}`,
        });
      }
      if (isCutShort) throw interrupted(notSent, plan);
      return exit;
    } finally {
      await open.close();
    }
  } finally {
    way.close();
  }
}

async function deliver(
  run: Run,
  way: Way,
  { journal, states, accepted }: OpenJournal,
  todo: number,
  integrations: IntegrationLine[],
): Promise<DeliverResult> {
  const { plan, context, checked, input, reporter, remarks } = run;
  const isWanted = wanted(plan, states);
  let done = 0;
  const tell = () => void reporter.sending(done, todo, states);
  const timer = setInterval(tell, reporter.periodMs);
  try {
    return await way.deliver({
      integrations: [...checked.index.counts().keys()],
      rowsOf: (id) => prepareRows(id, { input, checked, resolver: way.resolver, isWanted }),
      inputKey: JSON.stringify([checked.sha256, plan.settings]),
      accepted,
      journal,
      states,
      signal: context.signal,
      onFate: (line) => {
        if (isPassing(line.state)) return;
        done += 1;
        if (line.state !== 'delivered') void remarks.fate(line);
      },
      onIntegrationClosed: (line) => integrations.push(line),
    });
  } finally {
    clearInterval(timer);
    await reporter.sending(done, todo, states, true);
  }
}

/** Whether more is to come of the row. */
function isPassing(state: RowState): boolean {
  return OPEN_STATES.has(state) || state === 'accepted';
}

function headerOf({ plan, input, checked }: Run): JournalHeader {
  const { format, rows, ready, invalid, duplicates, sha256, index } = checked;
  return {
    result_links_report: 1,
    input: { name: input.name, size: input.size, sha256 },
    format: format.name,
    settings: plan.settings,
    rows,
    ready,
    invalid,
    duplicates,
    integrations: Object.fromEntries(index.counts()),
    started_at: new Date().toISOString(),
  };
}

/** Rows that are not sent belong into the report, too. */
async function noteFindings({ findings }: Run, { journal, states }: OpenJournal): Promise<void> {
  let group: Promise<void>[] = [];
  for await (const line of findings.lines()) {
    if (states.get(line.row) !== undefined) continue;
    states.set(line.row, line.state);
    group.push(journal.append(line));
    if (group.length < 1_000) continue;
    await Promise.all(group);
    group = [];
  }
  await Promise.all(group);
}

/** What an earlier run had in flight when it died: nobody knows what became of it. */
async function closeLostRows({ journal, states, lost }: OpenJournal): Promise<void> {
  const at = new Date().toISOString();
  const message = 'the program ended while the row was in flight';
  await Promise.all(
    [...lost].map(([row, line]) => {
      states.set(row, 'unknown');
      return journal.append({ row, line, state: 'unknown', at, message });
    }),
  );
}

function wanted({ retriesUnknown, retriesFailed }: Plan, states: RowStates) {
  const isWanted = (state: RowState | undefined) =>
    state === undefined ||
    OPEN_STATES.has(state) ||
    (retriesUnknown && state === 'unknown') ||
    (retriesFailed && FAILED_STATES.has(state));
  return (row: number) => isWanted(states.get(row));
}

/** @returns rows to send in this run */
async function sayWhatIsLeft(run: Run, { states, isContinued }: OpenJournal): Promise<number> {
  const { checked, plan, feed } = run;
  const counted = (names: Iterable<RowState>) =>
    [...names].reduce((sum, state) => sum + states.count(state), 0);
  const unknown = states.count('unknown');
  const failed = counted(FAILED_STATES);
  // What the API has accepted counts among those to do: it is followed to its end.
  const ended = states.count('delivered') + unknown + failed;
  const todo =
    checked.ready - ended + (plan.retriesUnknown ? unknown : 0) + (plan.retriesFailed ? failed : 0);
  if (isContinued && !plan.isQuiet) {
    const facts = [
      `delivered already: ${count(states.count('delivered'))}`,
      ...(unknown > 0 ? [`unknown: ${count(unknown)}`] : []),
      ...(failed > 0 ? [`failed: ${count(failed)}`] : []),
      `to send: ${count(todo)}`,
    ];
    await feed.push({ note: `Going on with ${plan.reportPath}; ${facts.join(', ')}.` });
  }
  if (unknown > 0 && !plan.retriesUnknown) {
    await feed.push({
      note:
        'What is unknown may or may not be in the ATS, and is not sent again. Look there, then use\n' +
        '--retry-unknown if it is not.',
    });
  }
  return todo;
}

async function throwIfFailed(
  { error, unwritten }: DeliverResult,
  { plan, feed }: Run,
): Promise<void> {
  if (error === undefined) return;
  if (!(error instanceof JournalError)) throw error;
  for (const line of unwritten) {
    await feed.push({ note: `not in the report: ${printableJson(JSON.stringify(line))}` });
  }
  throw new CliError(
    unwritten.length === 0 ? 'later' : 'unknown',
    `Stopped: ${error.message}${error.isDiskFull ? ', because the disk is full' : ''}.`,
    {
      reason: 'report_unwritable',
      hint:
        (unwritten.length === 0
          ? 'Everything that was sent is in the report.'
          : `${unwritten.length} rows were in flight, and what became of them (above) is not in the report: they\n` +
            'will be unknown.') + ` Make room, then run the same command again: ${plan.reportPath}`,
    },
  );
}

function interrupted(notSent: number, { destination }: Plan): CliError {
  const meanwhile =
    destination.via === 'api'
      ? 'The API goes on with what it has accepted.'
      : 'What was in flight has come to its end.';
  return new CliError(
    'interrupted',
    `Interrupted. ${count(notSent)} ${notSent === 1 ? 'row is' : 'rows are'} not sent yet.`,
    {
      reason: 'interrupted',
      hint: `${meanwhile} Run the same command again to go on.`,
    },
  );
}
