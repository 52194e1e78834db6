import { randomUUID } from 'node:crypto';
import { EXAMPLE } from './example.ts';

/** So many requests as bytes, each with another result link. */
export function requestBytes(
  { origin, path, headers }: { origin: string; path: string; headers: Record<string, string> },
  count: number,
): Buffer[] {
  return Array.from({ length: count }, () => {
    const url = `https://assessments.example.com/results/${randomUUID()}`;
    const body = JSON.stringify({ ...EXAMPLE, url });
    const lines = [
      `POST ${path} HTTP/1.1`,
      `Host: ${new URL(origin).host}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ];
    return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
  });
}
