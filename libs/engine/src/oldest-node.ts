/** Oldest Node.js that the services run on (NestJS 12 wants it). */
const OLDEST_NODE = [22, 12] as const;

/**
 * Ends the process with one line when its Node.js is too old. Imports nothing: on an older Node the
 * other imports would fail first, with a stack instead of that line.
 *
 * @param command the npm command that brings the right Node along, e.g. `npm start`
 */
export function refuseOlderNode(command: string): void {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    console.error(
      `result-links needs Node.js ${OLDEST_NODE.join('.')} or newer, this is ${node}. ` +
        `Start it with "${command}", which brings its own.`,
    );
    process.exit(1);
  }
}
