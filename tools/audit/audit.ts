/** What `npm audit --json` says, as far as it is read (npm 10 and 11, `auditReportVersion` 2). */
export interface AuditReport {
  vulnerabilities?: Record<
    string,
    { name: string; severity: string; via: (string | Advisory)[]; range?: string }
  >;
  /** There is no report: the registry could not be asked. */
  message?: string;
  error?: { code?: string | null; summary?: string };
  statusCode?: number;
}

interface Advisory {
  source?: number;
  url?: string;
  title?: string;
}

/** A vulnerability that is known and lived with, for a time and for a reason. */
export interface Exception {
  /** The address of the advisory, as `npm audit` names it. */
  advisory: string;
  /** The package it is about. */
  package: string;
  /** Why it does no harm here, or what is done about it. */
  reason: string;
  /** The last day it is lived with (`2027-01-31`). */
  until: string;
}

/** What came of an audit. */
export type Verdict =
  /** The registry has no audit, or cannot be reached: nothing is known. */
  | { kind: 'unavailable'; why: string }
  /** Everything was asked; `problems` is empty when all is well. */
  | { kind: 'asked'; problems: string[]; excepted: string[] };

/** Judges a report by the exceptions. Exceptions that are outdated, or about nothing, are problems too. */
export function judge(
  report: AuditReport,
  exceptions: readonly Exception[],
  today: string,
): Verdict {
  if (report.vulnerabilities === undefined) {
    return { kind: 'unavailable', why: whyNot(report) };
  }
  const found = Object.values(report.vulnerabilities).flatMap(({ name, severity, via }) =>
    // What is vulnerable only through another package is told there.
    via.flatMap((cause) =>
      typeof cause === 'string'
        ? []
        : [{ name, severity, url: cause.url ?? '', title: cause.title }],
    ),
  );
  const isAbout = (exception: Exception, { name, url }: { name: string; url: string }) =>
    exception.package === name && exception.advisory === url;
  const current = exceptions.filter(({ until }) => until >= today);
  const open = found.filter((one) => !current.some((exception) => isAbout(exception, one)));
  const stale = exceptions.filter((exception) => !found.some((one) => isAbout(exception, one)));
  return {
    kind: 'asked',
    problems: [
      ...open.map(
        ({ name, severity, title, url }) => `${name}: ${severity}, ${title ?? '?'} (${url})`,
      ),
      ...stale.map(
        ({ package: name, advisory }) => `exception about nothing: ${name} (${advisory})`,
      ),
    ],
    excepted: current.map(
      ({ package: name, reason, until }) => `${name} until ${until}: ${reason}`,
    ),
  };
}

/** What a verdict prints, and how the program ends. @param isStrict nobody asked is a failure, too */
export function report(
  verdict: Verdict,
  isStrict: boolean,
): { lines: readonly string[]; exitCode: 0 | 1 } {
  if (verdict.kind === 'unavailable') {
    // One line, whatever the registry said: a CI's reader has to see it.
    const why = verdict.why.replace(/\s+/g, ' ').trim();
    return {
      lines: [`Audit: nobody could be asked, so nothing is known about vulnerabilities (${why}).`],
      exitCode: isStrict ? 1 : 0,
    };
  }
  const { problems, excepted } = verdict;
  return {
    lines: [
      ...excepted.map((line) => `Accepted: ${line}`),
      ...problems.map((line) => `Problem: ${line}`),
      problems.length === 0 ? 'Audit: no known vulnerabilities.' : 'Audit: failed, see above.',
    ],
    exitCode: problems.length === 0 ? 0 : 1,
  };
}

function whyNot({ message, error, statusCode }: AuditReport): string {
  return message ?? error?.summary ?? `no report (status ${statusCode ?? 'unknown'})`;
}

/** @throws Error naming the entry that is not as it must be */
export function readExceptions(json: unknown): Exception[] {
  if (!Array.isArray(json)) throw new Error('exceptions.json must be a list');
  return json.map((entry: Partial<Exception>, index) => {
    for (const key of ['advisory', 'package', 'reason', 'until'] as const) {
      if (typeof entry[key] !== 'string' || entry[key] === '') {
        throw new Error(`exceptions.json: entry ${index} has no ${key}`);
      }
    }
    if (!/^\d{4}-\d{2}-\d{2}$/.test(entry.until ?? '')) {
      throw new Error(`exceptions.json: entry ${index} needs a day such as 2027-01-31 as until`);
    }
    return entry as Exception;
  });
}
