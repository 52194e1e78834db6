import { call } from './http.ts';

/** `RESULT_LINKS_METRICS_TOKEN` of replicas whose metrics are read. */
export const METRICS_TOKEN = 'chaos-metrics-0123456789';

/** A metric without labels; `null`: there is none. */
export async function readMetric(apiUrl: string, name: string): Promise<number | null> {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  const { text } = await call({ url: `${apiUrl}/metrics`, headers });
  const value = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
  return value === undefined ? null : Number(value);
}
