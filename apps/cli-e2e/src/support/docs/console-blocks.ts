import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../../../..');

/** What stands behind one `$`: a command, over as many lines as it takes, and the output shown below it. */
export interface Step {
  command: string;
  output: string;
}

/** A block of the kind `console` in a Markdown file. */
export interface ConsoleBlock {
  /** `README.md:43` */
  place: string;
  /** Why it cannot be run: `no-run="…"` in its info string. */
  noRun?: string;
  steps: Step[];
}

/** Every page that may have such blocks, from the top of the workspace. */
export function pages(): string[] {
  const projects = ['apps', 'libs'].flatMap((parent) =>
    namesIn(parent).map((name) => `${parent}/${name}/README.md`),
  );
  const all = [...namesIn('.'), ...namesIn('docs').map((name) => `docs/${name}`), ...projects];
  return all.filter((path) => path.endsWith('.md') && existsSync(join(ROOT, path)));
}

function namesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder)).sort();
}

/** The blocks of a page, in their order. */
export function consoleBlocks(page: string): ConsoleBlock[] {
  return parseBlocks(readFileSync(join(ROOT, page), 'utf8'), page);
}

/** @param page for {@link ConsoleBlock.place} */
export function parseBlocks(markdown: string, page: string): ConsoleBlock[] {
  return [...markdown.matchAll(/^```console([^\n]*)\n([^]*?)^```$/gm)].map((found) => {
    const [, info = '', text = ''] = found;
    const line = markdown.slice(0, found.index).split('\n').length;
    const [, noRun] = /^ no-run="([^"]{8,})"$/.exec(info) ?? [];
    if (info !== '' && noRun === undefined)
      throw new Error(`${page}:${line}: "${info}" is not known`);
    return {
      place: `${page}:${line}`,
      ...(noRun !== undefined && { noRun }),
      steps: parseSteps(text, `${page}:${line}`),
    };
  });
}

function parseSteps(text: string, place: string): Step[] {
  const steps: Step[] = [];
  let isOpen = false;
  for (const line of text.split('\n').slice(0, -1)) {
    const last = steps.at(-1);
    if (isOpen && last !== undefined) last.command += `\n${line}`;
    else if (line.startsWith('$ ')) steps.push({ command: line.slice(2), output: '' });
    else if (last !== undefined) last.output += `${line}\n`;
    else throw new Error(`${place}: it must begin with a command ("$ …")`);
    isOpen = goesOn(steps.at(-1)?.command ?? '', isOpen || line.startsWith('$ '));
  }
  return steps;
}

/** Whether a shell would wait for another line: after a `\`, within quotes or a function. */
function goesOn(command: string, isCommand: boolean): boolean {
  if (!isCommand) return false;
  if (/\\$/.test(command)) return true;
  const rest = command.replace(/\\[^]|'[^']*'|"(?:\\[^]|[^"\\])*"/g, '');
  return /["']/.test(rest) || (/\{$/m.test(rest) && !/^\s*\}/m.test(rest));
}
