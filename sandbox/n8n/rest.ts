/** The owner of the sandbox's n8n. The password only opens a server on the loopback address. */
export const OWNER = {
	email: 'owner@example.com',
	firstName: 'Sandbox',
	lastName: 'Owner',
	password: 'Sandbox-2026',
};

/** n8n ties a session to a browser. */
const BROWSER = 'sandbox';

/** n8n's own REST API, as its editor uses it. Responses are returned without their `data` wrapper. */
export class Rest {
	private cookie = '';

	constructor(private readonly url: string) {}

	/** Creates the owner if n8n has none yet, and logs in. */
	async logIn(): Promise<void> {
		const { userManagement } = await this.get<{
			userManagement: { showSetupOnFirstLoad: boolean };
		}>('/rest/settings');
		if (userManagement.showSetupOnFirstLoad) await this.post('/rest/owner/setup', OWNER);
		const { email, password } = OWNER;
		await this.post('/rest/login', { emailOrLdapLoginId: email, password });
	}

	async get<T>(path: string): Promise<T> {
		return await this.send<T>('GET', path);
	}

	async post<T>(path: string, body: object = {}): Promise<T> {
		return await this.send<T>('POST', path, body);
	}

	async patch<T>(path: string, body: object): Promise<T> {
		return await this.send<T>('PATCH', path, body);
	}

	async delete(path: string): Promise<void> {
		await this.send('DELETE', path);
	}

	/** Rejects with n8n's message if it refuses. */
	private async send<T>(method: string, path: string, body?: object): Promise<T> {
		const response = await fetch(`${this.url}${path}`, {
			method,
			headers: {
				'content-type': 'application/json',
				// n8n may close an idle connection at the moment it is reused.
				connection: 'close',
				'browser-id': BROWSER,
				cookie: this.cookie,
			},
			body: body && JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok) {
			throw new Error(`n8n answered ${method} ${path} with ${response.status}: ${text}`);
		}
		const [cookie] = response.headers.getSetCookie();
		if (cookie) this.cookie = cookie.split(';')[0];
		const answer = JSON.parse(text) as { data?: T };
		return answer !== null && typeof answer === 'object' && 'data' in answer
			? (answer.data as T)
			: (answer as T);
	}
}
