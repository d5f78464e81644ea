import type { ICredentialDataDecryptedObject, INodeCredentialTestResult } from 'n8n-workflow';

import type { Rest } from './rest';

const TYPE = 'smmPanelApi';

export interface SavedCredential {
	id: string;
	name: string;
}

/** @param type Default: the package's own. */
export async function createCredential(
	rest: Rest,
	name: string,
	data: ICredentialDataDecryptedObject,
	type = TYPE,
): Promise<SavedCredential> {
	return await rest.post('/rest/credentials', { name, type, data });
}

/** Creates a credential, or updates the data of the one with that name. */
export async function saveCredential(
	rest: Rest,
	name: string,
	data: ICredentialDataDecryptedObject,
): Promise<SavedCredential> {
	const all = await rest.get<SavedCredential[]>('/rest/credentials');
	const found = all.find((each) => each.name === name);
	if (!found) return await createCredential(rest, name, data);
	return await rest.patch(`/rest/credentials/${found.id}`, { name, type: TYPE, data });
}

/** Tests a saved credential with the data in its form, as the editor does after Save. */
export async function testCredential(
	rest: Rest,
	{ id, name }: SavedCredential,
	data: ICredentialDataDecryptedObject,
): Promise<INodeCredentialTestResult> {
	return await rest.post('/rest/credentials/test', {
		credentials: { id, name, type: TYPE, data },
	});
}
