import {
	errorBeside,
	type Fault,
	ID_PLACES,
	NO_IDS,
	REASONS_WITH_TROUBLE,
	SERVER_TROUBLE,
} from '../../sandbox/panel';
import type { Random } from './random';

type Strike = Partial<Fault> & Pick<Fault, 'kind'>;

/** What panels and networks do to any call. */
const NETWORK: readonly Strike[] = [
	{ kind: 'status429', when: 'before' },
	{ kind: 'rateLimitText', when: 'before' },
	{ kind: 'status500', when: 'before' },
	{ kind: 'status500', when: 'after' },
	{ kind: 'html500', when: 'before' },
	{ kind: 'html500', when: 'after' },
	{ kind: 'html403', when: 'before' },
	{ kind: 'html200', when: 'after' },
	{ kind: 'resetBefore' },
	{ kind: 'resetAfter' },
	{ kind: 'truncated', when: 'after' },
	{ kind: 'truncated', when: 'after', complete: true },
	{ kind: 'empty', when: 'after' },
	{ kind: 'empty', when: 'before' },
	{ kind: 'notJson', when: 'after' },
	{ kind: 'reply', when: 'after', status: 408, body: '' },
	{ kind: 'reply', when: 'after', status: 409, body: 'Conflict' },
	{ kind: 'hang', when: 'before' },
	{ kind: 'hang', when: 'after' },
	{ kind: 'redirect', when: 'before' },
	{ kind: 'reply', body: '{"error":"Bad link"}' },
	{ kind: 'reply', body: '{"error":"Not enough funds on balance"}' },
	{ kind: 'reply', body: '{"error":"Invalid API key"}', status: 401 },
];

const MOMENTS = ['before', 'after', 'after'] as const;
const STATUSES = [200, 200, 400, 403, 422, 429, 302, 307] as const;
const error = (words: string): string => JSON.stringify({ error: words });

/** Families of replies. Each returns a name for the tally and a fault. */
const FAMILIES = {
	network: (random) => {
		const fault = random.pick(NETWORK);
		return [fault.when ? `${fault.kind} ${fault.when}` : fault.kind, fault];
	},
	trouble: (random) => {
		const when = random.pick(MOMENTS);
		const status = random.pick([200, 200, 400, 422]);
		const body = error(random.pick(SERVER_TROUBLE));
		return [`trouble ${when}`, { kind: 'reply', when, status, body }];
	},
	reason: (random) => {
		const body = error(random.pick(REASONS_WITH_TROUBLE));
		return ['reason with trouble', { kind: 'reply', status: random.pick([200, 400]), body }];
	},
	vain: (random) => {
		const words = [
			'Declined',
			'Sorry, no',
			'Too many requests: database error',
			'Slow down, order #7 saved',
		];
		const body = error(random.pick(words));
		return ['no reason after', { kind: 'reply', when: 'after', body }];
	},
	beside: (random) => {
		const words = random.pick([
			...SERVER_TROUBLE,
			'Too many requests',
			'Rate limit exceeded',
			'Not enough funds on balance',
			'Bad link',
			'Error',
		]);
		const place = random.pick(Object.keys(ID_PLACES) as Array<keyof typeof ID_PLACES>);
		const body = errorBeside(words, place, random.chance(0.2));
		const status = random.pick(STATUSES);
		const kind = status < 400 && status > 299 ? 'redirect' : 'reply';
		return [`id beside ${status}`, { kind, when: 'after', status, body }];
	},
	noId: (random) => {
		const when = random.pick(MOMENTS);
		return [`no id ${when}`, { kind: 'reply', when, body: `{"order":${random.pick(NO_IDS)}}` }];
	},
	text: (random) => {
		const body = random.pick(['{"order":"Your order #$id was created"}', '{"order":"order $id"}']);
		return ['id in a text', { kind: 'reply', when: 'after', body }];
	},
	sameId: (random) => {
		const when = random.pick(MOMENTS);
		return [`same id ${when}`, { kind: 'reply', when, body: '{"order":$first}' }];
	},
	denied: (random) => {
		const field = random.pick(['message', 'msg', 'status']);
		const body = `{"order":$id,"${field}":"Order was not placed"}`;
		return ['id denied', { kind: 'reply', when: 'after', body }];
	},
	active: () => {
		const body = '{"error":"You have active order with this link","order":$first}';
		return ['active order', { kind: 'reply', body }];
	},
	noise: (random) => {
		const noise = random.pick(['before', 'after'] as const);
		return [`noise ${noise}`, { kind: 'dialect', dialect: { noise } }];
	},
	form: (random) => {
		const addReply = random.pick(['list', 'order_id', 'orderId', 'data', 'result'] as const);
		return [`form ${addReply}`, { kind: 'dialect', dialect: { addReply } }];
	},
} satisfies Record<string, (random: Random) => [name: string, fault: Strike]>;

const OF_ADD = [
	'network',
	'network',
	'network',
	'trouble',
	'vain',
	'beside',
	'beside',
	'reason',
	'noId',
	'text',
	'sameId',
	'denied',
	'active',
	'noise',
	'form',
] as const;
const OF_ANY = ['network', 'network', 'network', 'trouble'] as const;

/** A fault that replaces the reply to a call, and its name. */
export function pickReply(random: Random, action: string): [name: string, fault: Strike] {
	return FAMILIES[random.pick(action === 'add' ? OF_ADD : OF_ANY)](random);
}
