/** Admin key of the replicas whose database is restored. */
export const ADMIN_KEY = 'chaos-admin-key-0123456789-0123456789';

/** Confirms the restored database of an API, as `result-links admin restored` does. */
export async function confirmDatabase(apiUrl: string, body: object): Promise<{ unknown: number }> {
  const answer = await fetch(`${apiUrl}/v1/admin/database:restored`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.status !== 200) throw new Error(`confirm: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { data: { unknown: number } }).data;
}

/** Whether an API says that its database was restored, or has lost commits. */
export async function isStopped(apiUrl: string): Promise<boolean> {
  try {
    const answer = await fetch(`${apiUrl}/health/ready`);
    return (await answer.text()).includes('database_restored');
  } catch {
    return false;
  }
}
