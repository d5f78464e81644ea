import { PanelFailure, type FailureFacts, type FailureKind } from '../panel/failure';

interface Cause {
	code: string;
	/** The system call that failed; `connect` and `getaddrinfo` come before anything is sent. */
	syscall: string;
	message: string;
}

/** The errors of the HTTP library under n8n's own, outermost first. */
function causes(error: unknown, depth = 0): Cause[] {
	if (typeof error !== 'object' || error === null || depth > 5) return [];
	const fields = error as Record<string, unknown>;
	const { code, syscall, message, cause, errors, httpCode, messages } = fields;
	const inner = Array.isArray(errors) ? errors : [];
	// Older versions of n8n keep only the code of the library's error, under this name, and the messages.
	const said = [message, ...(Array.isArray(messages) ? messages : [])].map(String).join(' ');
	return [
		{
			code: String(code ?? httpCode ?? ''),
			syscall: String(syscall ?? /\b(connect|getaddrinfo) E[A-Z_]+/.exec(said)?.[1] ?? ''),
			message: said,
		},
		...[cause, ...inner].flatMap((each) => causes(each, depth + 1)),
	];
}

interface Rule extends FailureFacts {
	kind: FailureKind;
	matches: (cause: Cause) => boolean;
}

const hasCode = (code: string) => (cause: Cause) => cause.code === code;
const CONNECTING = /^(connect|getaddrinfo)$/;

/** What a network error means. The first match wins. */
const RULES: readonly Rule[] = [
	{
		kind: 'notAllowed',
		matches: ({ message }) =>
			/request was blocked|cannot determine the host for this connection/i.test(message),
		message: "n8n's protection against requests to internal addresses blocks this host",
		hint: 'Ask your n8n administrator to allow the host with N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES.',
	},
	{
		kind: 'notAllowed',
		matches: ({ message }) => /domain not allowed|restricted from accessing/i.test(message),
		message: 'n8n does not allow requests to this host',
	},
	{
		kind: 'redirect',
		// Only redirects of a list are followed.
		matches: ({ message }) => /maximum number of redirects/i.test(message),
		message: 'the panel keeps redirecting',
		certain: false,
	},
	{ kind: 'url', matches: hasCode('ERR_INVALID_URL'), message: 'the URL is not valid' },
	{
		kind: 'connectionLost',
		// From zlib and Brotli, when the body is not what its encoding says.
		matches: ({ code }) => /^(Z_|ERR__ERROR_FORMAT|ERR_BROTLI)/.test(code),
		message: "the panel's answer cannot be unpacked",
		hint: "The panel's server, or a proxy on the way, sent a broken compressed answer.",
	},
	{
		kind: 'connectionRefused',
		matches: hasCode('ECONNREFUSED'),
		message: 'the panel refused the connection',
	},
	{
		kind: 'unknownHost',
		matches: hasCode('EAI_AGAIN'),
		message: 'the host name could not be looked up',
		retryable: true,
	},
	{
		kind: 'unknownHost',
		matches: ({ code }) => /^(ENOTFOUND|EAI_)/.test(code),
		message: 'the host is unknown',
	},
	{
		kind: 'certificate',
		// Errors of the record layer, ERR_SSL_…, may also come long after the panel accepted the request.
		matches: ({ code }) =>
			/^(?!ERR_SSL).*(CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE))/.test(
				code,
			),
		message: 'no secure connection could be made',
	},
	{
		kind: 'certificate',
		matches: hasCode('EPROTO'),
		message: 'the secure connection failed',
		hint: 'Check the URL in the credential: the panel may not support https at that host and port.',
		certain: false,
	},
	{
		kind: 'timeout',
		matches: ({ code, syscall }) => code === 'ETIMEDOUT' && CONNECTING.test(syscall),
		message: 'the panel could not be reached in time',
		certain: true,
	},
	{
		kind: 'timeout',
		matches: ({ code, message }) =>
			code === 'ETIMEDOUT' || (code === 'ECONNABORTED' && /timeout/i.test(message)),
		message: 'the panel did not answer in time',
	},
	{
		kind: 'connectionRefused',
		matches: ({ code, syscall }) => code !== '' && CONNECTING.test(syscall),
		message: 'the panel could not be reached',
	},
];

/**
 * The failure that an error of n8n's HTTP helper means. Nothing of the error itself is kept: it carries the request,
 * and with it the API key. An error without a rule may have reached the panel.
 */
export function networkFailure(error: unknown): PanelFailure {
	const chain = causes(error);
	const rule = RULES.find(({ matches }) => chain.some(matches));
	return rule
		? new PanelFailure(rule.kind, rule)
		: new PanelFailure('connectionLost', {
				message: 'the connection to the panel broke before the answer was complete',
			});
}
