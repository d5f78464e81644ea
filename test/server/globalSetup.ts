import { installRuntime } from '../../sandbox/n8n/install';

export default async function setUp(): Promise<void> {
	await installRuntime((line) => console.log(line));
}
