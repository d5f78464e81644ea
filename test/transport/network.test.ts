import type { FailureKind } from '../../nodes/SmmPanel/panel/failure';
import { networkFailure } from '../../nodes/SmmPanel/transport/network';

interface Raw {
	code?: string;
	syscall?: string;
	message?: string;
}

const SECRET = 'key=0123456789abcdef';

/** An error in the form of Node and axios, with the request and the key in all their places. */
const libraryError = ({ code, syscall, message = '' }: Raw, more: object = {}) =>
	Object.assign(new Error(`${message} ${SECRET}`), {
		...(code && { code }),
		...(syscall && { syscall }),
		config: { data: SECRET, url: 'https://panel.example/api/v2' },
		request: { body: SECRET },
		...more,
	});

type Row = [
	code: string,
	syscall: string,
	message: string,
	kind: FailureKind,
	certain: boolean,
	retryable: boolean,
];

/** Errors, given as code, system call and message, that must become the same failure. */
const group = (
	kind: FailureKind,
	certain: boolean,
	retryable: boolean,
	...errors: string[]
): Row[] =>
	errors.map((error) => {
		const [code, syscall = '', message = ''] = error.split('|');
		return [code, syscall, message, kind, certain, retryable];
	});

const ROWS: Row[] = [
	...group(
		...(['connectionRefused', true, true] as const),
		...['ECONNREFUSED|connect|connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED'],
		...['EHOSTUNREACH|connect', 'ENETUNREACH|connect', 'EADDRNOTAVAIL|connect', 'EACCES|connect'],
	),
	...group(
		...(['unknownHost', true, false] as const),
		...['ENOTFOUND|getaddrinfo|getaddrinfo ENOTFOUND panel.example', 'ENOTFOUND'],
		...['EAI_NONAME|getaddrinfo', 'EAI_FAIL|getaddrinfo'],
	),
	...group('unknownHost', true, true, 'EAI_AGAIN|getaddrinfo'),
	...group('timeout', true, true, 'ETIMEDOUT|connect|connect ETIMEDOUT'),
	...group(
		...(['timeout', false, true] as const),
		...['ETIMEDOUT|read', 'ETIMEDOUT||timeout of 60000ms exceeded'],
		'ECONNABORTED||timeout of 60000ms exceeded',
	),
	...group(
		...(['connectionLost', false, true] as const),
		...['ECONNABORTED||Request aborted', 'ECONNRESET|read|read ECONNRESET'],
		...['ECONNRESET||socket hang up', 'ECONNRESET||aborted', 'EPIPE|write|write EPIPE'],
		...['EHOSTUNREACH|read', 'ENETDOWN|write', 'ERR_BAD_RESPONSE||stream has been aborted'],
		...['ERR_NETWORK||Network Error', 'ERR_STREAM_PREMATURE_CLOSE||Premature close'],
		...['HPE_INVALID_CONSTANT||Parse Error: Expected HTTP/', 'HPE_HEADER_OVERFLOW'],
		...['Z_DATA_ERROR||incorrect header check', '||something new', '|connect|not now'],
		...['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC'],
		'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
	),
	...group('url', true, false, 'ERR_INVALID_URL||Invalid URL'),
	...group(
		...(['notAllowed', true, false] as const),
		...['||The request was blocked', '||Cannot determine the host for this connection'],
		...['||Domain not allowed: a.example', '||This credential is restricted from accessing'],
	),
	...group('redirect', false, false, '||Maximum number of redirects exceeded'),
	...group(
		...(['certificate', true, false] as const),
		...['CERT_HAS_EXPIRED||certificate has expired', 'CERT_NOT_YET_VALID', 'CERT_REVOKED'],
		...['CERT_UNTRUSTED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
		...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT'],
		...['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'ERR_TLS_CERT_ALTNAME_INVALID'],
		...['HOSTNAME_MISMATCH', 'INVALID_CA', 'INVALID_PURPOSE'],
	),
	// Fails a handshake, but also a later record, when the order may have been placed.
	...group('certificate', false, false, 'EPROTO|write|ssl3_get_record:wrong version number'),
	...group(
		...(['notAllowed', true, false] as const),
		'||Domain not allowed: this credential is restricted',
		'||This credential is restricted from accessing panel.example',
	),
];

const WRAPPINGS: Record<string, (raw: Raw) => unknown> = {
	'by itself': (raw) => libraryError(raw),
	'under axios, with its own words': (raw) =>
		libraryError({ message: 'Error' }, { name: 'AxiosError', cause: libraryError(raw) }),
	'under axios and n8n': (raw) =>
		libraryError(
			{ message: 'The service failed' },
			{ cause: libraryError({ code: raw.code }, { cause: libraryError(raw) }) },
		),
	'in an AggregateError': (raw) =>
		libraryError({}, { cause: new AggregateError([libraryError(raw), libraryError(raw)], SECRET) }),
	'as older versions of n8n keep it': ({ code, syscall, message }) => ({
		message: 'The connection failed, consider retrying',
		httpCode: code || null,
		messages: [message || `${syscall} ${code}`],
	}),
	'without being an Error': (raw) => ({ ...raw }),
};

describe.each(Object.entries(WRAPPINGS))('%s', (_, wrap) => {
	it.each(ROWS)('%s %s "%s"', (code, syscall, message, kind, certain, retryable) => {
		const failure = networkFailure(wrap({ code, syscall, message }));
		expect({ kind: failure.kind, certain: failure.certain, retryable: failure.retryable }).toEqual({
			kind,
			certain,
			retryable,
		});
	});
});

it('has a message of its own for each', () => {
	const words = (code: string, syscall = '') =>
		networkFailure(libraryError({ code, syscall })).message;
	expect(words('ECONNREFUSED')).toBe('the panel refused the connection');
	expect(words('EHOSTUNREACH', 'connect')).toBe('the panel could not be reached');
	expect(words('ENOTFOUND')).toBe('the host is unknown');
	expect(words('EAI_AGAIN')).toBe('the host name could not be looked up');
	expect(words('ETIMEDOUT')).toBe('the panel did not answer in time');
	expect(words('ETIMEDOUT', 'connect')).toBe('the panel could not be reached in time');
	expect(words('CERT_HAS_EXPIRED')).toBe('no secure connection could be made');
	expect(words('EPROTO', 'write')).toBe('the secure connection failed');
	expect(words('ERR_INVALID_URL')).toBe('the URL is not valid');
	for (const unpacking of [
		'Z_BUF_ERROR',
		'ERR__ERROR_FORMAT_PADDING_1',
		'ERR_BROTLI_INVALID_PARAM',
	])
		expect(words(unpacking)).toBe("the panel's answer cannot be unpacked");
	expect(words('ECONNRESET')).toBe(
		'the connection to the panel broke before the answer was complete',
	);
});

it('keeps nothing of the error, whatever the rule', () => {
	for (const [code, syscall, message] of ROWS) {
		for (const wrap of Object.values(WRAPPINGS)) {
			const failure = networkFailure(wrap({ code, syscall, message }));
			const all = Object.getOwnPropertyNames(failure).map((name) =>
				String(Reflect.get(failure, name)),
			);
			expect(all.join(' ')).not.toContain(SECRET);
			expect(all.join(' ')).not.toContain('panel.example');
			expect(failure.cause).toBeUndefined();
			expect(failure.panelMessage).toBeNull();
			const fields = 'certain hint kind name order panelMessage reach retryAfter retryable';
			expect(Object.keys(failure).sort()).toEqual(fields.split(' '));
		}
	}
});

it('reads the error of happy eyeballs, with a separate one for each address', () => {
	const both = new AggregateError([
		libraryError({ code: 'ETIMEDOUT', syscall: 'connect' }),
		libraryError({ code: 'ECONNREFUSED', syscall: 'connect' }),
	]);
	expect(networkFailure(both)).toMatchObject({ kind: 'connectionRefused', certain: true });
});

it.each([undefined, null, 'ECONNREFUSED', 42, {}, [], () => {}])(
	'takes %p for a lost connection',
	(thrown) => {
		expect(networkFailure(thrown)).toMatchObject({ kind: 'connectionLost', certain: false });
	},
);

it('ends on an error that is its own cause', () => {
	const loop = libraryError({ code: 'EPIPE' }) as Error;
	loop.cause = loop;
	expect(networkFailure(loop)).toMatchObject({ kind: 'connectionLost', certain: false });
});
