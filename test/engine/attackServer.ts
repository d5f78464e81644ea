import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib';

/** What a server sends in place of an answer, once it has received a request. */
export type Attack = (socket: Socket) => void;

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n';

/** A complete answer, with its length. */
export const whole =
	(body: string | Buffer, headers = '', status = '200 OK'): Attack =>
	(socket) => {
		const bytes = Buffer.from(body);
		const head = HEAD.replace('200 OK', status);
		socket.end(
			Buffer.concat([
				Buffer.from(`${head}${headers}Content-Length: ${bytes.length}\r\n\r\n`),
				bytes,
			]),
		);
	};

/** Sends `piece` again and again until the connection closes. */
function pour(socket: Socket, piece: Buffer): void {
	const more = () => {
		while (!socket.destroyed && socket.writable && socket.write(piece));
		if (!socket.destroyed) socket.once('drain', more);
	};
	more();
}

function drip(socket: Socket, begin: string, piece: string): void {
	socket.write(begin);
	const timer = setInterval(() => socket.write(piece), 20);
	socket.once('close', () => clearInterval(timer));
}

/** Answers that never end on their own. */
export const ENDLESS: Record<string, Attack> = {
	silence: () => {},
	'HTTP 101': (socket) =>
		void socket.write(
			'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
		),
	'headers, then silence': (socket) => void socket.write(`${HEAD}\r\n`),
	'gzip, then silence': (socket) => void socket.write(`${HEAD}Content-Encoding: gzip\r\n\r\n`),
	'a byte now and then': (socket) => drip(socket, `${HEAD}\r\n[`, ' '),
	'a header now and then': (socket) => drip(socket, 'HTTP/1.1 200 OK\r\n', 'A: b\r\n'),
};

/** Answers larger than any limit. */
export const HUGE: Record<string, Attack> = {
	'an endless body': (socket) => {
		socket.write(`${HEAD}\r\n`);
		pour(socket, Buffer.alloc(65_536, ' '));
	},
	'a gzip bomb': (socket) => {
		socket.write(`${HEAD}Content-Encoding: gzip\r\n\r\n`);
		const gzip = createGzip();
		gzip.pipe(socket);
		socket.once('close', () => gzip.destroy());
		pour(gzip as unknown as Socket, Buffer.alloc(1_000_000, ' '));
	},
};

const JSON_TEXT = '{"balance":"12.50","currency":"EUR"}';

/** Answers that break off, or are not what they claim to be. */
export const BROKEN: Record<string, Attack> = {
	'plain text called gzip': whole(JSON_TEXT, 'Content-Encoding: gzip\r\n'),
	'gzip that is cut': whole(
		gzipSync(JSON_TEXT + randomBytes(40_000).toString('hex')).subarray(0, 20_000),
		'Content-Encoding: gzip\r\n',
	),
	'a body that is cut': (socket) =>
		void socket.end(`${HEAD}Content-Length: 100\r\n\r\n${JSON_TEXT}`),
	'a reset': (socket) => void socket.resetAndDestroy(),
};

/** An honest answer in each encoding that n8n accepts. */
export const PACKED: Record<string, Attack> = {
	gzip: whole(gzipSync(JSON_TEXT), 'Content-Encoding: gzip\r\n'),
	br: whole(brotliCompressSync(JSON_TEXT), 'Content-Encoding: br\r\n'),
	deflate: whole(deflateSync(JSON_TEXT), 'Content-Encoding: deflate\r\n'),
	'no encoding, with a byte order mark': whole(`\uFEFF${JSON_TEXT}`),
};

/** A server that attacks its clients. */
export class AttackServer {
	attack: Attack = () => {};
	/** The received requests. */
	readonly requests: string[] = [];
	/** Number of bytes sent. */
	sent = 0;
	private readonly open = new Set<Socket>();
	private readonly server = createServer((socket) => {
		this.open.add(socket);
		let text = '';
		socket.on('data', (data) => {
			text += data.toString();
			const length = Number(/content-length: *(\d+)/i.exec(text)?.[1] ?? 0);
			const [, body] = text.split('\r\n\r\n');
			if (body === undefined || body.length < length) return;
			this.requests.push(text);
			text = '';
			this.attack(socket);
		});
		socket.on('error', () => {});
		socket.on('close', () => {
			this.sent += socket.bytesWritten;
			this.open.delete(socket);
		});
	});

	async start(): Promise<void> {
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/v2`;
	}

	/** Waits until the client has closed all connections. Rejects if one stays open. */
	async closed(within = 2_000): Promise<void> {
		const until = performance.now() + within;
		while (this.open.size > 0 && performance.now() < until) await setTimeout(5);
		if (this.open.size > 0) throw new Error(`${this.open.size} connections were left open`);
	}

	close(): void {
		for (const socket of this.open) socket.destroy();
		this.server.close();
	}
}
