/* eslint-disable @nx/enforce-module-boundaries -- measures the engine by itself, without an app around it */
import { openPersistence } from '@result-links/persistence';
import { tellParent } from '../lib/parent.ts';

/** The embedded database and nothing else, open and ready: `embedded-only.ts <data folder>`. */
const [, , dataDir = ''] = process.argv;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const persistence = await openPersistence({ dataDir, log });
await persistence.ready();
tellParent('ready');
