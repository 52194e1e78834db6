import { setFlagsFromString } from 'node:v8';
import type { Context, Handler, Line, LineOutcome } from '../../command.js';
import type { ExitName } from '../../exit-codes.js';
import { resolveDestination } from '../../settings/destination.js';
import { checkRows, type CheckedInput, type Finding } from './check/check-rows.js';
import { FindingLog } from './check/finding-log.js';
import { handleCheckOnly } from './check-only.js';
import type { BulkOptions } from './options.js';
import { openInput } from './input/open-input.js';

import { Feed } from './progress/feed.js';
import { Reporter } from './progress/reporter.js';
import { readOptions, type Plan } from './plan.js';
import { Remarks } from './remarks.js';
import type { Run } from './run.js';
import { refuseBadRows, sendRows } from './send-rows.js';

/** Everything is read and checked before anything is sent. */
export const handleBulk: Handler<BulkOptions> = async (
  { args: [path = '-'], options },
  context,
) => {
  const destination = await resolveDestination(options, context);
  const plan = readOptions(path, options, destination);
  const lines = inBackground((feed) => run(plan, context, feed));
  return { lines };
};

async function run(plan: Plan, context: Context, feed: Feed<Line>): Promise<ExitName> {
  preferMemory(true);
  const reporter = new Reporter(feed, audienceOf(plan, context));
  const input = await openInput(plan.path, context, plan.input);
  const isOnTerminal = context.isTerminal && context.globals.json !== true;
  const remarks = new Remarks(feed, isOnTerminal, input.sheet === undefined ? 'line' : 'row');
  const findings = new FindingLog();
  let checked: CheckedInput | undefined;
  try {
    const onFinding = async (finding: Finding) => {
      await findings.add(finding);
      await remarks.finding(finding);
      context.signal.throwIfAborted();
    };
    checked = await checkRows(input, plan.reading, onFinding, async (progress) => {
      context.signal.throwIfAborted();
      await reporter.checking(progress);
    });
    await remarks.sayHowManyMore();
    if (input.notice !== undefined) await feed.push({ note: input.notice });
    const work: Run = { plan, context, input, checked, findings, feed, reporter, remarks };
    if (plan.isCheckOnly) return await handleCheckOnly(work);
    refuseBadRows(work);
    preferMemory(false);
    return await sendRows(work);
  } finally {
    await checked?.index.close();
    await findings.close();
    await input.close();
  }
}

/**
 * While checking, memory over speed: unasked, V8 answers millions of short-lived objects with ever more
 * room for them, 310 MB for a million rows of CSV instead of 94 MB, and no faster. Sending is the other way
 * round: its memory is bounded by what is in flight, and it takes 60 % more CPU time with this flag. (Measured
 * 2026-11-23 on Node 24.)
 */
function preferMemory(isPreferred: boolean): void {
  setFlagsFromString(isPreferred ? '--optimize-for-size' : '--no-optimize-for-size');
}

function audienceOf({ isQuiet }: Plan, { globals, isTerminal }: Context) {
  if (globals.json === true) return isQuiet ? 'nobody' : 'json';
  return isQuiet ? 'nobody' : isTerminal ? 'terminal' : 'log';
}

/** Lines come from callbacks all over; the printer wants them one by one. */
async function* inBackground(work: (feed: Feed<Line>) => Promise<ExitName>): LineOutcome['lines'] {
  const feed = new Feed<Line>();
  let exit: ExitName = 'ok';
  const done = work(feed).then(
    (ended) => {
      exit = ended;
      feed.end();
    },
    (error: unknown) => feed.fail(error),
  );
  yield* feed.read();
  await done;
  return exit;
}
