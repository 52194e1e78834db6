import type { KomboErrorCode } from '@result-links/contracts';

/**
 * What a call to Kombo came to, for the one who has to decide what happens next.
 *
 * - `delivered`: the link was written.
 * - `rejected`: refused for good; nothing was written. Repeating the same request is pointless.
 * - `throttled`: refused for now, nothing was written; slow down and repeat.
 * - `unavailable`: nothing was written because Kombo or the ATS could not be reached; repeat later.
 * - `integration_broken`: nothing can be written to this integration until it is repaired.
 * - `account_broken`: nothing can be written with this API key until its set-up is repaired.
 * - `unknown`: sent, but no trustworthy answer came back. The link may or may not be in the ATS:
 *   repeating it can write a second one.
 */
export type Outcome =
  | 'delivered'
  | 'rejected'
  | 'throttled'
  | 'unavailable'
  | 'integration_broken'
  | 'account_broken'
  | 'unknown';

/**
 * Whether the request left this machine. `no`: nothing was written to a connection. `yes`: an HTTP
 * answer came. `maybe`: the connection was open, no complete answer came.
 */
export type RequestSent = 'no' | 'yes' | 'maybe';

/** One row of the policy. */
export interface OutcomeRule {
  outcome: Outcome;
  /** Where the row comes from: a page of Kombo's documentation, or a reason of ours. */
  source: string;
  /** What a human should do about it, in one sentence. */
  advice: string;
}

/** What is known about a call. */
export interface CallFacts {
  /** `error.code` of Kombo's error envelope; `null` when there is none. */
  code: string | null;
  /** Status of the answer; `null` when no complete answer came. */
  httpStatus: number | null;
  requestSent: RequestSent;
  /**
   * Whether the answer had Kombo's error envelope, with a code or without. Default: whether there is
   * a code. It tells a 503 of the load balancer from one of Kombo itself.
   */
  hasErrorEnvelope?: boolean;
}

const ERRORS_GUIDE = 'docs.kombo.dev/guides/errors, 2026-05';
const CONCURRENCY_GUIDE = 'docs.kombo.dev/ats/guides/concurrency-limiting, 2026-05';
const CODE_LIST =
  'Kombo OpenAPI document (ErrorResponseATS), 2026-05-02; meaning inferred from the name';

function rule(outcome: Outcome, source: string, advice: string): OutcomeRule {
  return { outcome, source, advice };
}

/**
 * The policy for the 24 documented codes. Kombo sends a code with any HTTP status and changes the
 * status over time (INTEGRATION.SETUP_* moved from 503 to 409 on 2026-05-19), so the status never
 * overrides the code.
 *
 * Only the throttled and unavailable rows may be repeated without a human; Kombo's guide names
 * exactly these as safe.
 */
export const OUTCOME_BY_CODE: Readonly<Record<KomboErrorCode, OutcomeRule>> = {
  'PLATFORM.RATE_LIMIT_EXCEEDED': rule(
    'throttled',
    ERRORS_GUIDE,
    'Wait until the rate window resets, then send again; send fewer requests per minute.',
  ),
  'PLATFORM.CONCURRENCY_LIMIT_EXCEEDED': rule(
    'throttled',
    CONCURRENCY_GUIDE,
    'Send again after a short pause; keep fewer writes in flight for this integration.',
  ),
  'REMOTE.RATE_LIMIT_EXCEEDED': rule(
    'throttled',
    ERRORS_GUIDE,
    'The ATS asks for a slower pace: send again later and more slowly.',
  ),
  'REMOTE.SERVICE_UNAVAILABLE': rule(
    'unavailable',
    ERRORS_GUIDE,
    'The ATS is down: send again later.',
  ),
  'INTEGRATION.AUTHENTICATION_INVALID': rule(
    'integration_broken',
    ERRORS_GUIDE,
    'Ask the customer to reconnect the ATS through a reconnection link.',
  ),
  'INTEGRATION.INACTIVE': rule(
    'integration_broken',
    ERRORS_GUIDE,
    'Enable the integration in the Kombo dashboard.',
  ),
  'INTEGRATION.SETUP_INCOMPLETE': rule(
    'integration_broken',
    ERRORS_GUIDE,
    'Ask the customer to finish the set-up of the integration through a setup link.',
  ),
  'INTEGRATION.SETUP_SYNC_PENDING': rule(
    'integration_broken',
    ERRORS_GUIDE,
    'Wait for the initial sync of the integration to finish; it can take hours.',
  ),
  'INTEGRATION.QA_FAILED': rule(
    'integration_broken',
    ERRORS_GUIDE,
    "Kombo's quality checks of the first sync failed: look at the integration in the Kombo dashboard or ask Kombo's support.",
  ),
  'PLATFORM.AUTHENTICATION_INVALID': rule(
    'account_broken',
    ERRORS_GUIDE,
    'Check the Kombo API key and that it belongs to this region and environment.',
  ),
  'PLATFORM.IP_NOT_WHITELISTED': rule(
    'account_broken',
    ERRORS_GUIDE,
    "Add the sending IP address to the API key's allow-list in the Kombo dashboard.",
  ),
  'PLATFORM.INPUT_INVALID': rule(
    'rejected',
    ERRORS_GUIDE,
    "Correct the request as Kombo's message says and send it as a new one.",
  ),
  'REMOTE.INPUT_INVALID': rule(
    'rejected',
    ERRORS_GUIDE,
    "Correct the request as the ATS's message says and send it as a new one.",
  ),
  'REMOTE.UNKNOWN_HTTP_ERROR': rule(
    'rejected',
    ERRORS_GUIDE,
    'Open the log page of this interaction in Kombo to see what the ATS answered.',
  ),
  'INTEGRATION.PERMISSION_MISSING': rule(
    'rejected',
    ERRORS_GUIDE,
    "Ask the customer to grant the missing right to Kombo's user in the ATS, then send again.",
  ),
  'INTEGRATION.ACTION_NOT_AVAILABLE': rule(
    'rejected',
    ERRORS_GUIDE,
    'This ATS cannot take result links through Kombo: use a note or an attachment instead.',
  ),
  'INTEGRATION.ACTION_DISABLED': rule(
    'rejected',
    ERRORS_GUIDE,
    'Enable "Add result links" in the scope configuration of the integration, then send again.',
  ),
  'INTEGRATION.MODEL_NOT_AVAILABLE': rule(
    'rejected',
    ERRORS_GUIDE,
    'This ATS does not offer the data the request needs; it cannot be sent to it.',
  ),
  'INTEGRATION.MODEL_DISABLED': rule(
    'rejected',
    ERRORS_GUIDE,
    'Enable the data model in the scope configuration of the integration, then send again.',
  ),
  'PLATFORM.INTEGRATION_NOT_FOUND': rule(
    'rejected',
    CODE_LIST,
    'Check the integration id: it may be deleted, or belong to another region or environment than the API key.',
  ),
  'ATS.JOB_CLOSED': rule(
    'rejected',
    CODE_LIST,
    'The job is closed in the ATS; reopen it there or drop the result link.',
  ),
  'ATS.APPLICATION_ALREADY_EXISTS': rule(
    'rejected',
    CODE_LIST,
    'Not expected for result links: open the log page of this interaction in Kombo.',
  ),
  'PLATFORM.TASK_TIMED_OUT': rule(
    'unknown',
    CODE_LIST,
    'Look in the ATS whether the link arrived; send again only if it did not.',
  ),
  'PLATFORM.UNKNOWN_ERROR': rule(
    'unknown',
    ERRORS_GUIDE,
    "Look in the ATS whether the link arrived, and give the log page to Kombo's support.",
  ),
};

interface StatusRule extends OutcomeRule {
  /** First and last status the row is for. */
  statuses: readonly [from: number, to: number];
  /** The row is only for answers without Kombo's error envelope. */
  isBareOnly?: true;
}

const BY_STATUS = 'docs.kombo.dev/guides/errors, 2026-05: without a code, go by the HTTP status';
const LOOK_FIRST = 'Look in the ATS whether the link arrived; send again only if it did not.';

/** Answers without a code; the first row that fits counts. */
const RULES_WITHOUT_CODE: readonly StatusRule[] = [
  {
    statuses: [200, 299],
    isBareOnly: true,
    ...rule(
      'delivered',
      'the status says so; the body of a success holds nothing that is needed',
      'Nothing to do.',
    ),
  },
  {
    statuses: [300, 399],
    ...rule(
      'rejected',
      'Kombo documents no redirects, and following one would hand the API key to another address',
      'Check the base URL: something else than Kombo seems to answer there.',
    ),
  },
  {
    // The key, or a gateway in front of Kombo, refused the caller: every other request would meet
    // the same, so pausing the account loses nothing while failing its deliveries one by one would.
    statuses: [401, 401],
    ...rule(
      'account_broken',
      BY_STATUS,
      'Check the Kombo API key, and what stands between here and Kombo.',
    ),
  },
  {
    // A proxy's own refusal, likewise about the caller and not about the request.
    statuses: [407, 407],
    ...rule('account_broken', 'RFC 9110, 15.5.8', "Check the HTTP proxy's user and password."),
  },
  {
    statuses: [429, 429],
    ...rule('throttled', ERRORS_GUIDE, 'Send again after a pause, and more slowly.'),
  },
  {
    // 403 falls in here on purpose: a web application firewall answers it to a single request whose
    // content it dislikes, and one such request must not stop the whole account.
    statuses: [400, 499],
    ...rule(
      'rejected',
      BY_STATUS,
      "Correct the request; if it looks right, ask Kombo's support what refused it.",
    ),
  },
  {
    statuses: [503, 503],
    isBareOnly: true,
    ...rule(
      'unavailable',
      'docs.kombo.dev/guides/errors (FAQ), 2026-05: a load balancer that found no server',
      'Kombo is not available: send again later.',
    ),
  },
];

/** Answers with a code that is not among the 24; the first row that fits counts. */
const RULES_FOR_UNKNOWN_CODE: readonly StatusRule[] = [
  {
    statuses: [429, 429],
    ...rule('throttled', BY_STATUS, 'Send again after a pause, and more slowly.'),
  },
  {
    statuses: [300, 499],
    ...rule(
      'rejected',
      BY_STATUS,
      "Read Kombo's message: this version does not know the code it came with.",
    ),
  },
];

const NO_TRUSTWORTHY_ANSWER = rule(
  'unknown',
  'Kombo has no idempotency key and no way to read a result link back',
  LOOK_FIRST,
);

const NOT_SENT = rule(
  'unavailable',
  'nothing left this machine, so nothing can have been written',
  'Check the network, the base URL and the proxy settings; the request can be sent again.',
);

/**
 * The row of the policy for a call: by code first, by status only where there is no known code, by
 * `requestSent` where there is no answer at all.
 */
export function ruleFor(facts: CallFacts): OutcomeRule {
  const { code, httpStatus, requestSent } = facts;
  const hasErrorEnvelope = facts.hasErrorEnvelope ?? code !== null;
  if (code !== null && isKnownCode(code)) {
    return OUTCOME_BY_CODE[code];
  }
  if (httpStatus === null) {
    return requestSent === 'no' ? NOT_SENT : NO_TRUSTWORTHY_ANSWER;
  }
  const rules = code === null ? RULES_WITHOUT_CODE : RULES_FOR_UNKNOWN_CODE;
  const row = rules.find(
    ({ statuses: [from, to], isBareOnly }) =>
      from <= httpStatus && httpStatus <= to && !(isBareOnly && hasErrorEnvelope),
  );
  // What is left: 500, 502, 504 and the like, and a 2xx that carries an error.
  return row ?? NO_TRUSTWORTHY_ANSWER;
}

/** What a call came to, see {@link ruleFor}. */
export function outcomeOf(facts: CallFacts): Outcome {
  return ruleFor(facts).outcome;
}

/** Whether the same request may be sent again without a human and without risking a second link. */
export function isSafeToRepeat(outcome: Outcome): boolean {
  return outcome === 'throttled' || outcome === 'unavailable';
}

function isKnownCode(code: string): code is KomboErrorCode {
  return Object.hasOwn(OUTCOME_BY_CODE, code);
}
