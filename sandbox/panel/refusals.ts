/** Every reason for a refusal. */
export type Reason =
	| 'apiKey'
	| 'request'
	| 'missing'
	| 'service'
	| 'order'
	| 'list'
	| 'missingOrder'
	| 'refill'
	| 'funds'
	| 'minimum'
	| 'maximum'
	| 'link'
	| 'activeLink'
	| 'refillNotAvailable'
	| 'refillRequested'
	| 'cancelStarted'
	| 'cancelRequested';

/** Thrown by the rules. It becomes an error reply, or an error in one row of a batch. */
export class Refusal extends Error {
	/** `detail`: the field or limit that the text names; `named`: the order that the reply names. */
	constructor(
		readonly reason: Reason,
		readonly detail = '',
		readonly named = '',
	) {
		super(reason);
	}
}

/**
 * `english`: the contract's and the most common texts; `other`: other English texts;
 * `codes`: untranslated keys; `short`: short texts; `portuguese`, `turkish`: other languages.
 */
export type Words = 'english' | 'other' | 'codes' | 'short' | 'portuguese' | 'turkish';

const ENGLISH: Record<Reason, string> = {
	apiKey: 'Invalid API key',
	request: 'Incorrect request',
	missing: 'Incorrect request: {} is missing or invalid',
	service: 'Incorrect service ID',
	order: 'Incorrect order ID',
	list: '{}',
	missingOrder: 'Missing order ID',
	refill: 'Refill not found',
	funds: 'Not enough funds on balance',
	minimum: 'Quantity less than minimal {}',
	maximum: 'Quantity more than maximum {}',
	link: 'Bad link',
	activeLink: 'You have active order with this link. Please wait until order being completed.',
	refillNotAvailable: 'Refill not available',
	refillRequested: 'Refill already requested',
	cancelStarted: 'This order has already started and cannot be cancelled.',
	cancelRequested: 'Cancel already requested',
};

const WORDS: Record<Words, Partial<Record<Reason, string>>> = {
	english: ENGLISH,
	other: {
		apiKey: 'Incorrect API key',
		funds: 'Insufficient balance',
		refill: 'Incorrect refill ID',
	},
	codes: {
		service: 'error.incorrect_service_id',
		funds: 'neworder.error.not_enough_funds',
		minimum: 'neworder.error.min_quantity',
		activeLink: 'neworder.error.link_duplicate',
	},
	short: {
		apiKey: 'User not found',
		funds: 'no money',
		service: 'invalid_service',
		order: 'invalid_order',
		link: 'neworder.error.link',
	},
	turkish: {
		apiKey: 'API key hatalı',
		missing: 'Gerekli alanları doldurmalısınız.',
		funds: 'Bakiyeniz yetersiz',
		minimum: 'Minimum sayıyı karşılayamadınız.',
		maximum: 'Maksimum sayı aşıldı.',
		activeLink: 'Gönderim olan bağlantıya yeni bir sipariş giremezsiniz.',
	},
	portuguese: {
		apiKey: 'Chave de API inválida',
		request: 'Solicitação incorreta',
		missing: 'Solicitação incorreta: {} ausente ou inválido',
		service: 'ID de serviço incorreto',
		order: 'ID do pedido incorreto',
		refill: 'Reposição não encontrada',
		funds: 'Saldo insuficiente',
		minimum: 'Quantidade menor que o mínimo {}',
		maximum: 'Quantidade maior que o máximo {}',
		link: 'Link inválido',
		activeLink: 'Você tem um pedido ativo com este link.',
		refillNotAvailable: 'Reposição não disponível',
		refillRequested: 'Reposição já solicitada',
		cancelStarted: 'Este pedido já começou e não pode ser cancelado.',
		cancelRequested: 'Cancelamento já solicitado',
	},
};

/** The panel's text for a refusal. */
export function say(words: Words, refusal: Refusal): string {
	const text = WORDS[words][refusal.reason] ?? ENGLISH[refusal.reason];
	return text.replace('{}', refusal.detail);
}
