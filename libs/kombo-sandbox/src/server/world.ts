import type { Directory } from '../integrations/directory.js';
import type { NumberOrRange } from '../scenarios/random.js';
import type { Script } from '../scenarios/script.js';
import type { AnswerCounts } from './answer-counts.js';
import type { Limiter } from './limiter.js';
import type { ReceivedLog } from './received-log.js';

/** Everything one sandbox knows; each route takes what it needs. */
export interface World {
  apiKey: string;
  webhookSecret: string;
  /** Milliseconds every write takes unless a script says otherwise. */
  latencyMs: NumberOrRange;
  directory: Directory;
  script: Script;
  log: ReceivedLog;
  limiter: Limiter;
  answers: AnswerCounts;
  /** Aborted when the sandbox closes: nothing waits any longer. */
  closing: AbortSignal;
}
