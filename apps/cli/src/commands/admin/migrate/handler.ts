import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Context, Handler, Line, LineOutcome } from '../../../command.js';
import { CliError, usageError } from '../../../errors.js';

/** The flags of `admin migrate`. */
export interface MigrateOptions {
  from?: string;
  to?: string;
  abandon?: boolean;
}

/** A line of the server's program: how far a table is, or the end. */
type Report =
  { table: string; copied: number; total: number } | { rows: Record<string, number> | null };

/** Runs the server's own program: database code is not part of the command line. */
export const handleMigrate: Handler<MigrateOptions> = async ({ options }, context) => {
  const { from, to, abandon = false } = options;
  if (from === undefined) {
    throw usageError('from_missing', '--from: missing. Set it to the data directory to move.');
  }
  if (to !== undefined) context.secrets.add(to);
  const env = {
    ...context.env,
    RESULT_LINKS_DATA_DIR: resolve(from), // its messages then name the folder that was meant
    ...(to !== undefined && { DATABASE_URL: to }),
  };
  return { lines: follow([findProgram(), ...(abandon ? ['--abandon'] : [])], env, context) };
};

/** Beside this command, in the workspace as in a deployment. */
function findProgram(): string {
  const command = realpathSync(process.argv[1] ?? '.');
  const program = join(dirname(command), '../../api/dist/move/main.js');
  if (existsSync(program)) return program;
  throw new CliError('usage', 'The service is not installed here.', {
    reason: 'service_missing',
    hint: 'Run this command from the folder of the service: npm run build, then npx result-links.',
  });
}

async function* follow(
  args: readonly string[],
  env: Context['env'],
  { signal }: Context,
): LineOutcome['lines'] {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'], signal });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  for await (const text of createInterface(child.stdout)) {
    yield toLine(JSON.parse(text) as Report);
  }
  if ((await ended) === 0) return 'ok';
  if (signal.aborted) {
    throw new CliError('interrupted', 'Interrupted. Run the same command again to continue.', {
      reason: 'interrupted',
    });
  }
  throw new CliError('broken', complaint.trim() || 'The move was ended from outside.', {
    reason: 'move_failed',
  });
}

function toLine(report: Report): Line {
  if ('table' in report) {
    const { table, copied, total } = report;
    return { status: () => `${table}: ${copied} of ${total} rows` };
  }
  const { rows } = report;
  return {
    data: { rows },
    text: (style) =>
      rows === null
        ? 'Given up. The data directory is used again; drop the new database.'
        : `${style.good('Moved:')} ${rows['deliveries'] ?? 0} deliveries, ${rows['attempts'] ?? 0} attempts. Start the service with DATABASE_URL from now on.`,
  };
}
