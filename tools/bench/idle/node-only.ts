import { tellParent } from '../lib/parent.ts';

/** Node.js and nothing else, waiting for messages. */
tellParent('ready');
