import { refuseOlderNode } from '@result-links/engine/oldest-node';

refuseOlderNode('npm run worker');
const { start } = await import('./start.js');
await start(process.env);
