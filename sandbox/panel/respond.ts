import { ACTIONS, type Fields } from './actions';
import type { Dialect } from './dialects';
import type { Reply } from './faultReplies';
import { type Json, write } from './json';
import type { Ledger } from './ledger';
import { errorReply, errorText } from './replyParts';
import { Refusal } from './refusals';

const NOISE: Record<Dialect['noise'], (body: string) => string> = {
	none: (body) => body,
	before: (body) =>
		`<br />\n<b>Warning</b>:  Undefined array key "rate" in <b>/home/panel/api.php</b> on line <b>212</b><br />\n${body}`,
	after: (body) =>
		`${body}string(58) "Failed to connect to api.telegram.org port 443: Timed out"\n`,
};

/** Answers a call by the contract and the ledger's dialect. Never throws for invalid fields. */
export class Responder {
	private refused = 0;

	constructor(
		private readonly ledger: Ledger,
		private readonly apiKey: string,
	) {}

	answer(fields: Fields): Reply {
		const { ledger } = this;
		ledger.settle();
		try {
			const status = fields.action === 'add' ? ledger.dialect.addStatus : 200;
			return this.reply(this.call(fields), status);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			const text = errorText(ledger.dialect, error, fields.key);
			return this.reply(errorReply(ledger.dialect, text, error.named), this.errorStatus());
		}
	}

	private call(fields: Fields): Json {
		const open = fields.action === 'services' && this.ledger.dialect.publicServices;
		if (fields.key !== this.apiKey && !open) throw new Refusal('apiKey');
		const known = Object.hasOwn(ACTIONS, fields.action ?? '');
		if (!known) throw new Refusal('request');
		return ACTIONS[fields.action](this.ledger, fields);
	}

	private reply(body: Json, status: number): Reply {
		const { contentType, noise } = this.ledger.dialect;
		const headers = { 'content-type': contentType };
		return { status, headers, body: NOISE[noise](write(body)) };
	}

	private errorStatus(): number {
		const { errorStatus } = this.ledger.dialect;
		if (typeof errorStatus === 'number') return errorStatus;
		return errorStatus[this.refused++ % errorStatus.length] ?? 200;
	}
}
