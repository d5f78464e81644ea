import path from 'node:path';

export const ROOT = path.resolve(__dirname, '..', '..');
/** Everything that the sandbox keeps between runs; git ignores it. */
export const KEPT = path.join(ROOT, '.sandbox');
/** The installed, pinned n8n. */
export const RUNTIME = path.join(KEPT, 'runtime');
