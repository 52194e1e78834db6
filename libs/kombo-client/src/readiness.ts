import type { IntegrationDetails, WriteAction } from '@result-links/contracts';

/** What a result link can be written to. */
export type ResultLinkTarget = 'candidate' | 'application';

/** Why a result link cannot be written now. */
export type ReadinessReasonCode =
  | 'integration_invalid'
  | 'integration_inactive'
  | 'setup_incomplete'
  | 'setup_sync_pending'
  | 'not_an_ats'
  | 'action_not_found'
  | 'action_not_supported'
  | 'action_disabled_in_scope_config'
  | 'action_refused_by_customer'
  | 'action_unavailable';

/** One reason, with a sentence that says what to do about it. */
export interface ReadinessReason {
  code: ReadinessReasonCode;
  message: string;
}

export type ResultLinkReadiness =
  { isReady: true } | { isReady: false; reasons: ReadinessReason[] };

/**
 * Kombo's ids of the two write actions. The application's is documented
 * (docs.kombo.dev/ats/implementation-guide/writing-application-results, 2026-05); the candidate's is
 * inferred from it, hence the search by label.
 */
const ACTION_IDS: Readonly<Record<ResultLinkTarget, string>> = {
  application: 'ats_add_result_link_to_application',
  candidate: 'ats_add_result_link_to_candidate',
};

/**
 * Says whether a result link can be written to an integration right now, and if not, every reason.
 *
 * Values that Kombo may add later do not stand in the way, except in `setup_status`, where only
 * `COMPLETED` is ready.
 */
export function describeResultLinkReadiness(
  details: IntegrationDetails,
  target: ResultLinkTarget,
): ResultLinkReadiness {
  const reasons = [
    ...integrationReasons(details),
    ...actionReasons(findAction(details.write_actions, target), target),
  ];
  return reasons.length === 0 ? { isReady: true } : { isReady: false, reasons };
}

function integrationReasons(details: IntegrationDetails): ReadinessReason[] {
  const reasons: ReadinessReason[] = [];
  if (details.status === 'INVALID') {
    reasons.push({
      code: 'integration_invalid',
      message: "The customer's credentials no longer work: ask the customer to reconnect the ATS.",
    });
  } else if (details.status === 'INACTIVE') {
    reasons.push({
      code: 'integration_inactive',
      message: 'The integration is switched off: enable it in the Kombo dashboard.',
    });
  }
  if (details.setup_status === 'FINAL_SYNC_PENDING') {
    reasons.push({
      code: 'setup_sync_pending',
      message: 'The set-up is done and the final sync is running: wait for it, it can take hours.',
    });
  } else if (details.setup_status !== 'COMPLETED') {
    reasons.push({
      code: 'setup_incomplete',
      message: 'The set-up is not finished: ask the customer to complete it through a setup link.',
    });
  }
  if (details.category !== 'ATS') {
    reasons.push({
      code: 'not_an_ats',
      message: `Result links go to an ATS; this integration is of the category ${details.category || 'unknown'}.`,
    });
  }
  return reasons;
}

function actionReasons(
  action: WriteAction | undefined,
  target: ResultLinkTarget,
): ReadinessReason[] {
  if (action === undefined) {
    return [
      {
        code: 'action_not_found',
        message: `Kombo lists no action that adds a result link to the ${target} for this integration.`,
      },
    ];
  }
  const reasons: ReadinessReason[] = [];
  if (action.coverage_status !== 'SUPPORTED') {
    reasons.push({ code: 'action_not_supported', message: coverageMessage(action, target) });
  }
  if (action.scope_config_setting === 'DISABLED') {
    reasons.push({
      code: 'action_disabled_in_scope_config',
      message:
        'Your scope configuration in Kombo switches it off: enable "Add result links" there.',
    });
  }
  if (action.opted_out_by_customer) {
    reasons.push({
      code: 'action_refused_by_customer',
      message:
        'The customer refused it while connecting: send a reconnection link and ask to allow it.',
    });
  }
  if (reasons.length === 0 && !action.is_available) {
    reasons.push({
      code: 'action_unavailable',
      message: 'Kombo says it is not available and gives no reason: ask Kombo.',
    });
  }
  return reasons;
}

function coverageMessage(action: WriteAction, target: ResultLinkTarget): string {
  return action.coverage_status === 'UNSUPPORTED'
    ? `This ATS cannot take a result link on the ${target}: use another target, a note or an attachment.`
    : `Kombo does not offer result links on the ${target} for this ATS (${action.coverage_status}): ask Kombo, or use a note or an attachment.`;
}

function findAction(actions: WriteAction[], target: ResultLinkTarget): WriteAction | undefined {
  return (
    actions.find((action) => action.id === ACTION_IDS[target]) ??
    actions.find((action) => {
      const words = `${action.id} ${action.label}`.toLowerCase().replaceAll('_', ' ');
      return words.includes('result link') && words.includes(target);
    })
  );
}
