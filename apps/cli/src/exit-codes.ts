/**
 * What the exit status of every command means. The one table: help, README and code read it.
 * Codes 3 to 6 say what became of a result link, so that a script can decide without parsing text.
 */
export const EXIT_CODES = {
  ok: { code: 0, meaning: 'done: delivered, or accepted by the API that delivers it' },
  bug: { code: 1, meaning: 'a bug of this program' },
  usage: {
    code: 2,
    meaning: 'wrong usage, setup or input, or an unknown id; nothing was written',
  },
  rejected: {
    code: 3,
    meaning: 'refused by Kombo or the ATS, or not possible in this state; repeating is pointless',
  },
  unknown: {
    code: 4,
    meaning: 'it may or may not be in the ATS; look there before you send it again',
  },
  later: { code: 5, meaning: 'throttled or unavailable, nothing written; try again later' },
  broken: { code: 6, meaning: 'the integration or the account needs a repair first' },
  interrupted: { code: 130, meaning: 'ended by Ctrl-C; the message says what that means' },
  terminated: { code: 143, meaning: 'ended by SIGTERM; the message says what that means' },
} as const;

/** Name of a row of {@link EXIT_CODES}. */
export type ExitName = keyof typeof EXIT_CODES;

/** How a command ends that did several things: as the one that needs a human most. */
const BY_GRAVITY = ['ok', 'usage', 'rejected', 'later', 'broken', 'unknown'] as const;

/** The gravest of `exits`; `ok` when there are none. */
export function gravestExit(exits: readonly ExitName[]): ExitName {
  return BY_GRAVITY.findLast((name) => exits.includes(name)) ?? 'ok';
}

/** Characters of a meaning on one line of the help, which has 80 columns. */
const MEANING_WIDTH = 73;

/** The table as text, wrapped for the help. */
export function describeExitCodes(): string {
  const wrapped = new RegExp(`(?!$).{1,${MEANING_WIDTH}}(?= |$)`, 'g');
  return Object.values(EXIT_CODES)
    .map(({ code, meaning }) => {
      const lines = (meaning.match(wrapped) ?? []).map((line) => line.trim());
      return `  ${String(code).padEnd(4)} ${lines.join(`\n${' '.repeat(7)}`)}`;
    })
    .join('\n');
}
