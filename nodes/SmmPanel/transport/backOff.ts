import type { PanelFailure } from '../panel/failure';

/** Why a poll failed, in the words by which n8n's scheduler spaces out the next ones. Older ones ignore it. */
interface BackOff {
	cause:
		'rate-limited' | 'temporarily-unavailable' | 'credential-invalid' | 'configuration-invalid';
	retryAfterMs?: number;
}

/** How a trigger's next polls are to be spaced after a failure; undefined where nothing is known. */
export function backOff({ kind, passing, retryAfter }: PanelFailure): BackOff | undefined {
	if (kind === 'apiKey') return { cause: 'credential-invalid' };
	if (['parameter', 'url', 'notAllowed'].includes(kind)) return { cause: 'configuration-invalid' };
	if (!passing) return undefined;
	const wait = retryAfter === undefined ? {} : { retryAfterMs: Math.ceil(retryAfter * 1_000) };
	return { cause: kind === 'rateLimit' ? 'rate-limited' : 'temporarily-unavailable', ...wait };
}
