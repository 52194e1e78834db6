import type { TargetPreference } from '@result-links/contracts';
import type { Command } from '../../command.js';
import { describeExitCodes } from '../../exit-codes.js';
import { usageError } from '../../errors.js';
import { KOMBO_OPTIONS, timeoutOption } from '../../settings/connection-options.js';

/** What the flags of `send` become. */
export interface SendOptions {
  integration?: string;
  candidate?: string | undefined;
  application?: string | undefined;
  email?: string;
  remoteId?: string;
  remoteIdOf?: 'candidate' | 'application';
  job?: string;
  targetType?: 'candidate' | 'application';
  prefer?: TargetPreference;
  label?: string;
  url?: string;
  prefix?: string;
  attribute?: string[];
  remoteFields?: string;
  file?: string;
  dryRun?: boolean;
  region?: string;
  baseUrl?: string;
  apiUrl?: string;
  /** Whole seconds; `true`: as long as the API likes; `false`: not at all. */
  wait?: number | boolean;
  idempotencyKey?: string;
  /** Milliseconds. */
  timeout?: number;
}

const TARGET_TYPES = ['candidate', 'application'];

/** As the contract has them. Written out: importing them would load its validation at every start. */
const PREFERENCES = [
  'newest-pending-application',
  'only-pending-application',
  'newest-application',
] as const satisfies readonly TargetPreference[];

/** As long as the API waits at most. */
const MAX_WAIT_SECONDS = 300;

/** `result-links send` */
export const send: Command<SendOptions> = {
  name: 'send',
  summary: 'put a result link on a candidate or an application',
  description:
    "Puts a result link on a candidate or an application in the customer's ATS.\n\n" +
    'It goes directly to Kombo with the key in KOMBO_API_KEY, or through the ' +
    'result-links API with --api-url and the key in RESULT_LINKS_API_KEY. Nothing ' +
    'is sent before everything is valid, and nothing is ever repeated by itself.\n\n' +
    'With --email, --remote-id, --job, --target-type or --prefer the target is looked up ' +
    'first, also for --dry-run; nothing is sent unless there is exactly one.' +
    `\n\nExit codes:\n${describeExitCodes()}`,
  args: [],
  options: [
    {
      flags: '--integration <id>',
      description: 'integration, e.g. workday:HWUTwvyx2wLoSUHphiWVrp28',
    },
    { flags: '--candidate <id>', description: 'Kombo id of the candidate' },
    {
      flags: '--application <id>',
      description: 'Kombo id of the application (Kombo recommends it)',
    },
    {
      flags: '--email <address>',
      description: 'in place of an id: email address of the candidate',
    },
    { flags: '--remote-id <id>', description: 'in place of an id: id in the ATS' },
    {
      flags: '--remote-id-of <what>',
      description: 'what --remote-id is the id of (default: of either, if only one has it)',
      choices: TARGET_TYPES,
    },
    {
      flags: '--job <id>',
      description: "only an application to this job: its Kombo id or the ATS's own",
    },
    {
      flags: '--target-type <what>',
      description: 'what to write to (default: the application if there is just one)',
      choices: TARGET_TYPES,
    },
    {
      flags: '--prefer <rule>',
      description: 'which of several applications to take (default: none)',
      choices: PREFERENCES,
    },
    { flags: '--label <text>', description: 'text of the link' },
    { flags: '--url <url>', description: 'the link, http:// or https://' },
    {
      flags: '--prefix <text>',
      description: 'put before attribute names in the ATS (custom_field_name_prefix), e.g. Acme:',
    },
    {
      flags: '--attribute <name=value>',
      description: 'a value beside the link, e.g. Score=100%; may be repeated',
      isRepeatable: true,
    },
    { flags: '--remote-fields <json>', description: 'values for one ATS, as a JSON object' },
    {
      flags: '--file <path>',
      description:
        'a result link, or a whole request, as JSON; - reads stdin. Flags win over it; --attribute ' +
        'replaces all of its attributes',
      isFile: true,
    },
    { flags: '--dry-run', description: 'show the exact request and send nothing' },
    ...KOMBO_OPTIONS,
    {
      flags: '--api-url <url>',
      description:
        'send through the result-links API at this address (default: RESULT_LINKS_API_URL, profile)',
    },
    {
      flags: '--wait [seconds]',
      description: `through the API: wait for the outcome, at most so long (default: ${MAX_WAIT_SECONDS})`,
      parse: parseWait,
    },
    {
      flags: '--no-wait',
      description: 'through the API: end as soon as the result link is kept',
    },
    {
      flags: '--idempotency-key <key>',
      description:
        'through the API: names this result link; the same key and content are never sent twice',
      parse: parseIdempotencyKey,
    },
    timeoutOption('longest time to wait for the answer (default: 300, through the API 310)'),
  ],
  examples: [
    'result-links send --integration workday:HWUTwvyx2wLoSUHphiWVrp28 --application 5uVwRtNmKjHgFdSaZxCvBnMq \\\n' +
      '    --label "Assessment result" --url https://assessments.example.com/results/42 \\\n' +
      '    --prefix Acme: --attribute Score=100% --attribute Percentile=97',
    'result-links send --integration workday:HWUTwvyx2wLoSUHphiWVrp28 --email ada@example.com --job R-4711 \\\n' +
      '    --label "Assessment result" --url https://assessments.example.com/results/42',
    'result-links send --file request.json --dry-run',
    'result-links send --file - --integration workday:sandbox-healthy --candidate candidate-1 \\\n' +
      '    --json < result-link.json',
    'result-links send --api-url https://links.example.com --file request.json --wait=20',
    'result-links send --api-url https://links.example.com --file request.json --no-wait \\\n' +
      '    --idempotency-key assessment-42',
  ],
  load: async () => (await import('./handler.js')).handleSend,
};

function parseWait(text: string): number {
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (!(seconds <= MAX_WAIT_SECONDS)) {
    throw usageError(
      'wait_invalid',
      `--wait must be a whole number of seconds from 0 to ${MAX_WAIT_SECONDS}.`,
    );
  }
  return seconds;
}

/** What the API takes and a header can carry. */
function parseIdempotencyKey(text: string): string {
  if (!/^(?! )[\x20-\x7e]{1,255}(?<! )$/.test(text)) {
    throw usageError(
      'idempotency_key_invalid',
      '--idempotency-key must be 1 to 255 printable ASCII characters without spaces around.',
    );
  }
  return text;
}
