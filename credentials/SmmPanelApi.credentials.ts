import type {
	IAuthenticate,
	Icon,
	ICredentialType,
	IDataObject,
	INodeProperties,
} from 'n8n-workflow';

export class SmmPanelApi implements ICredentialType {
	name = 'smmPanelApi';

	displayName = 'SMM Panel API';

	icon: Icon = { light: 'file:../icons/smmPanel.svg', dark: 'file:../icons/smmPanel.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-smm-panel/n8n-nodes-smm-panel#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'https://panel.example/api/v2',
			description: "Address of the panel's API, which its API page shows as API URL",
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: "Key of your account, found on the panel's API or account page",
		},
	];

	/**
	 * Every request carries the key as the field `key` of its form body. A function, because n8n would evaluate
	 * an expression for every request, which takes it longer than this package has to do for an order.
	 */
	authenticate: IAuthenticate = async ({ apiKey }, request) => ({
		...request,
		body: { ...(request.body as IDataObject), key: String(apiKey ?? '').trim() },
	});
}
