const OLDEST_NODE = [22, 12] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  console.error(
    `result-links needs Node.js ${OLDEST_NODE.join('.')} or newer, this is ${process.versions.node}. ` +
      'Start it with "npm run worker", which brings its own.',
  );
  process.exit(1);
}

// Only now: on an older Node the imports themselves would fail, with a stack instead of that line.
const { start } = await import('./start.js');
await start(process.env);

export {};
