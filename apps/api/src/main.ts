import { refuseOlderNode } from '@result-links/engine/oldest-node';

refuseOlderNode('npm start');
const { start } = await import('./start.js');
await start(process.env);
