import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { ICredentialType, INodeType, Themed } from 'n8n-workflow';

import { typeIn, type Release } from './release';

const LARGEST = 5_000;

/** Every node and credential has a light and a dark icon: two different SVG files of less than 5 kB each. */
export async function icons({ unpacked, manifest }: Release): Promise<string[]> {
	const files = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
	const complaints = await Promise.all(
		files.map(async (file) => await complaintsAbout(path.join(unpacked, file))),
	);
	return complaints.flat().map((complaint) => complaint.replaceAll(`${unpacked}${path.sep}`, ''));
}

async function complaintsAbout(file: string): Promise<string[]> {
	try {
		const { light, dark } = themedIcon(file);
		const [day, night] = await Promise.all(
			[light, dark].map(async (icon) => await picture(file, icon)),
		);
		return day === night ? [`${file}: its light and dark icons are the same picture`] : [];
	} catch (error) {
		return [`${file}: ${(error as Error).message}`];
	}
}

function themedIcon(file: string): { light: string; dark: string } {
	const type = typeIn<INodeType | ICredentialType>(file);
	const icon = ('description' in type ? type.description.icon : type.icon) as Themed<string>;
	if (typeof icon === 'object' && icon.light && icon.dark) return icon;
	throw new Error('it has no icons for light and dark');
}

async function picture(file: string, icon: string): Promise<string> {
	const svg = await readFile(path.resolve(path.dirname(file), icon.replace(/^file:/, '')), 'utf8');
	if (!svg.includes('<svg')) throw new Error(`${icon} is not an SVG`);
	const size = Buffer.byteLength(svg);
	if (size >= LARGEST) throw new Error(`${icon} has ${size} bytes, of less than ${LARGEST}`);
	return svg;
}
