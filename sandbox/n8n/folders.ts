import path from 'node:path';

export const ROOT = path.resolve(__dirname, '..', '..');
/** Everything that the sandbox keeps between two starts; git ignores it. */
export const KEPT = path.join(ROOT, '.sandbox');
/** The pinned n8n, installed. */
export const RUNTIME = path.join(KEPT, 'runtime');
