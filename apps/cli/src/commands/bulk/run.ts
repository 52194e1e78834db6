import type { Context, Line } from '../../command.js';
import type { CheckedInput } from './check/check-rows.js';
import type { FindingLog } from './check/finding-log.js';
import type { Input } from './input/input.js';
import type { Plan } from './plan.js';
import type { Feed } from './progress/feed.js';
import type { Reporter } from './progress/reporter.js';
import type { Remarks } from './remarks.js';

/** What is under way while lines are being printed. */
export interface Run {
  plan: Plan;
  context: Context;
  input: Input;
  checked: CheckedInput;
  findings: FindingLog;
  feed: Feed<Line>;
  reporter: Reporter;
  remarks: Remarks;
}
