/* eslint-disable @nx/enforce-module-boundaries -- measures the engine by itself, without an app around it */
import { openPersistence } from '@result-links/persistence';
import { parentSays, tellParent } from '../lib/parent.ts';

/**
 * The embedded database and nothing else: `embedded-only.ts <data folder>`. Says `ready` when it is, and on
 * any message closes it in good order.
 */
const [, , dataDir = ''] = process.argv;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const persistence = await openPersistence({ dataDir, log });
await persistence.ready();
tellParent('ready');
await parentSays();
await persistence.close();
tellParent('closed');
