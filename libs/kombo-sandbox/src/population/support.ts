/**
 * What some ATSs of the sandbox do not have. A filter by it finds nobody, or everybody when
 * `ignore_unsupported_filters` is set: both are what Kombo documents, and both are worth meeting.
 */
const MISSING: Readonly<Record<string, readonly string[]>> = { bamboohr: ['email'] };

/** Whether the ATS of an integration has what a filter is about. */
export function isSupported(integrationId: string, filter: string): boolean {
  const [tool = ''] = integrationId.split(':');
  return !(Object.hasOwn(MISSING, tool) && MISSING[tool]?.includes(filter));
}
