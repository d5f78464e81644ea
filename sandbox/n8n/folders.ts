import path from 'node:path';

export const ROOT = path.resolve(__dirname, '..', '..');
/** Everything that the sandbox keeps between two starts; git ignores it. */
export const KEPT = path.join(ROOT, '.sandbox');
export const RUNTIME = path.join(KEPT, 'runtime');
/** The pinned n8n: what `RUNTIME` is installed from. */
export const PINNED = path.join(__dirname, 'runtime');
