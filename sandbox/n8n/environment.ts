import { HOST } from './ports';

export interface Ports {
	/** The editor and its REST API. */
	web: number;
	/** Where n8n's task runners, which run Code nodes, connect to it. */
	broker: number;
}

/** Switches off everything that n8n fetches or sends over the internet: the sandbox stays on the loopback address. */
const OFFLINE = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_REINSTALL_MISSING_PACKAGES: 'false',
	// These fetch lists of servers and agents, which nothing here uses.
	N8N_DISABLED_MODULES: 'mcp-registry,instance-ai,agents',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
};

/**
 * The environment for n8n: that of this process without its n8n settings, plus the sandbox's own settings.
 *
 * @param settings Further settings of n8n.
 */
export function environment(
	userFolder: string,
	{ web, broker }: Ports,
	settings: Record<string, string>,
): NodeJS.ProcessEnv {
	const inherited = Object.entries(process.env).filter(
		// Variables that jest sets for its own process would change how n8n runs.
		([name]) => !/^(N8N_|DB_|EXECUTIONS_|QUEUE_|JEST_|NODE_ENV$|NODE_OPTIONS$|npm_)/.test(name),
	);
	return {
		...Object.fromEntries(inherited),
		...OFFLINE,
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: HOST,
		N8N_HOST: HOST,
		N8N_PORT: String(web),
		N8N_RUNNERS_BROKER_PORT: String(broker),
		N8N_SECURE_COOKIE: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		N8N_LOG_LEVEL: 'info',
		GENERIC_TIMEZONE: 'UTC',
		...settings,
	};
}
