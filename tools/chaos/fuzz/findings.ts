import type { FuzzRequest } from './requests.ts';

/** Complaints by kind and route, each with the first request that gave cause. */
export class Findings {
  private readonly byKind = new Map<string, { count: number; example: string }>();

  get size(): number {
    return this.byKind.size;
  }

  add(complaint: string, request: FuzzRequest, answer = ''): void {
    const kind = `${complaint} (${request.route})`;
    const found = this.byKind.get(kind);
    if (found) found.count += 1;
    else this.byKind.set(kind, { count: 1, example: `${describe(request)} -> ${answer}` });
  }

  told(): string[] {
    return [...this.byKind].map(([kind, { count: n, example }]) => `${n} x ${kind}: ${example}`);
  }
}

/** What the service took for a bug of its own, one of each kind. */
export function errorsLogged(lines: Record<string, unknown>[]): string[] {
  const kinds = new Map<string, number>();
  for (const line of lines.filter(({ level }) => Number(level) >= 50)) {
    const { err, msg } = line as { err?: { message?: string; stack?: string }; msg?: string };
    const place = err?.stack?.split('\n').find((frame) => frame.trim().startsWith('at '));
    const kind = `${msg ?? ''} ${err?.message?.slice(0, 300) ?? ''} ${place?.trim() ?? ''}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return [...kinds].map(([kind, n]) => `${n} x logged as an error: ${kind}`);
}

function describe({ method, path, headers, body }: FuzzRequest): string {
  const shown = headers.map(([name, value]) => `${name}: ${value.slice(0, 40)}`).join(' | ');
  return `${method} ${path.slice(0, 200)} [${shown}] ${body?.toString('latin1').slice(0, 200) ?? ''}`;
}
