import { ACTIONS, type Fields } from './actions';
import type { Reply } from './faultReplies';
import { type Json, write } from './json';
import type { Ledger } from './ledger';
import { errorReply, errorText } from './replyParts';
import { Refusal } from './refusals';

/** Answers a call by the contract and the ledger's dialect; never throws for bad fields. */
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
			return this.reply(errorReply(ledger.dialect, text), this.errorStatus());
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
		const headers = { 'content-type': this.ledger.dialect.contentType };
		return { status, headers, body: write(body) };
	}

	private errorStatus(): number {
		const { errorStatus } = this.ledger.dialect;
		if (typeof errorStatus === 'number') return errorStatus;
		return errorStatus[this.refused++ % errorStatus.length] ?? 200;
	}
}
