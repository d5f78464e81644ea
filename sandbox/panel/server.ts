import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fields } from './actions';
import { faultReply, type Reply } from './faultReplies';
import { type FaultBox, takesRequest } from './faults';
import { writeId } from './ids';
import { write } from './json';
import type { Ledger } from './ledger';
import type { Responder } from './respond';
import type { Traffic } from './traffic';
import type { LoggedRequest } from './types';

export const PATH = '/api/v2';
const FORM_LIMIT = 8 * 1024 * 1024;

interface Parts {
	ledger: Ledger;
	responder: Responder;
	faults: FaultBox;
	traffic: Traffic;
	/** The panel's address, once it listens. */
	url: () => string;
}

interface Visit {
	entry: LoggedRequest;
	end: () => void;
}

/** The panel's HTTP server, not yet listening. Closing it drops all connections. */
export function createServer(parts: Parts): FastifyInstance {
	const app = fastify({
		forceCloseConnections: true,
		bodyLimit: FORM_LIMIT,
		exposeHeadRoutes: false,
	});
	const visits = new WeakMap<FastifyRequest, Visit>();
	const closing = new AbortController();
	// One listener per waiting request, without a limit.
	setMaxListeners(0, closing.signal);

	app.removeAllContentTypeParsers();
	app.register(formbody, { bodyLimit: FORM_LIMIT });
	// A body in any other encoding is consumed, and counts as no fields.
	app.addContentTypeParser('*', (_request, payload, done) => {
		payload.on('end', () => done(null, {})).on('error', done);
		payload.resume();
	});

	app.addHook('onRequest', async (request, reply) => {
		const { method, url, headers } = request;
		const contentType = headers['content-type'] ?? '';
		const at = Date.now();
		const empty = { action: '', fields: {}, status: 0, reply: '' };
		const entry = { ...empty, method, contentType, at, url, headers: { ...headers } };
		const end = parts.traffic.begin(entry);
		visits.set(request, { entry, end });
		reply.raw.once('close', end);
	});
	app.addHook('preHandler', async (request) => {
		const entry = visits.get(request)?.entry;
		if (!entry) return;
		entry.fields = fieldsOf(request.body);
		entry.action = entry.fields.action ?? '';
	});
	app.addHook('onSend', async (request, reply, payload) => {
		const visit = visits.get(request);
		if (visit) {
			visit.entry.status = reply.statusCode;
			visit.entry.reply = String(payload);
		}
		visit?.end();
	});

	app.post(PATH, async (request, reply) => {
		const fields = visits.get(request)?.entry.fields ?? {};
		return serve(parts, fields, visits.get(request), reply, closing.signal);
	});
	const refuseMethod = async (_request: FastifyRequest, reply: FastifyReply) =>
		reply.code(405).header('allow', 'POST').send('');
	for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'] as const) {
		app.route({ method, url: PATH, handler: refuseMethod });
	}
	app.setNotFoundHandler(async (_request, reply) =>
		reply.code(404).type('text/html; charset=utf-8').send('<h1>404 Not Found</h1>\n'),
	);
	app.addHook('preClose', async () => closing.abort());
	return app;
}

async function serve(
	{ faults, responder, ledger, url }: Parts,
	fields: Fields,
	visit: Visit | undefined,
	reply: FastifyReply,
	closing: AbortSignal,
): Promise<FastifyReply> {
	const { fault, delayBefore, delayAfter } = faults.strike(fields.action ?? '', fields);
	if (delayBefore && !(await wait(delayBefore, closing))) return reply.hijack();
	const spoken = ledger.dialect;
	ledger.dialect = { ...spoken, ...fault?.dialect };
	const taken = takesRequest(fault) ? responder.answer(fields) : undefined;
	ledger.dialect = spoken;
	const orders = fault?.body?.includes('$') ? [...ledger.orders.keys()] : [];
	const ids = orders.map((id) => write(writeId(spoken.idStyle, id)));
	if (delayAfter && !(await wait(delayAfter, closing))) return reply.hijack();

	if (fault?.kind === 'hang') return reply.hijack();
	if (fault?.kind === 'resetBefore' || fault?.kind === 'resetAfter') {
		reply.hijack();
		visit?.end();
		reply.raw.socket?.resetAndDestroy();
		return reply;
	}
	if (fault?.kind === 'truncated' && taken) {
		const body = taken.body.slice(0, Math.ceil(taken.body.length / 2));
		if (fault.complete) return send(reply, { ...taken, body });
		return breakOff(reply, taken, body, visit);
	}
	const echoedKey = ledger.dialect.echoKey ? (fields.key ?? '') : '';
	const replaced = fault && faultReply(fault, url(), echoedKey, ids);
	return send(reply, (replaced ?? taken) as Reply);
}

function send(reply: FastifyReply, { status, headers, body }: Reply): FastifyReply {
	return reply.code(status).headers(headers).send(Buffer.from(body));
}

/** Announces the whole length, sends `body`, and drops the connection once it is sent. */
function breakOff(
	reply: FastifyReply,
	whole: Reply,
	body: string,
	visit: Visit | undefined,
): FastifyReply {
	reply.hijack();
	if (visit) visit.entry.status = whole.status;
	visit?.end();
	const length = String(Buffer.byteLength(whole.body));
	reply.raw.writeHead(whole.status, { ...whole.headers, 'content-length': length });
	reply.raw.write(body, () => reply.raw.destroy());
	return reply;
}

/** Waits, and returns whether the time passed before the panel was closed. */
async function wait(ms: number, closing: AbortSignal): Promise<boolean> {
	return sleep(ms, true, { signal: closing }).catch(() => false);
}

/** The form's fields as text; the last value of a repeated field counts. */
function fieldsOf(body: unknown): Fields {
	const pairs = Object.entries((body ?? {}) as Record<string, string | string[]>);
	return Object.fromEntries(
		pairs.map(([name, value]) => [name, Array.isArray(value) ? (value.at(-1) ?? '') : value]),
	);
}
